package io.millrace.table.internal.encoding;

import io.millrace.table.vector.ColumnVector;
import io.millrace.table.vector.DoubleVector;
import io.millrace.table.vector.FloatVector;
import io.millrace.table.vector.IntVector;
import io.millrace.table.vector.LongVector;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.statistics.DoubleStatistics;
import org.apache.parquet.column.statistics.FloatStatistics;
import org.apache.parquet.column.statistics.IntStatistics;
import org.apache.parquet.column.statistics.LongStatistics;
import org.apache.parquet.column.statistics.Statistics;

/** The values of a leaf column of numbers, of four or eight bytes each: whole numbers as they are, others by their bits. */
final class NumberValues extends LeafValues {
    private static final int AT_ONCE = 256;

    private final int width;
    private final NumberDictionary dictionary = new NumberDictionary();
    private final PlainBytes dictionaryPage = new PlainBytes();
    private final long[] some = new long[AT_ONCE];

    /**
     * @param width
     *            of a number, in bytes
     */
    NumberValues(int width) {
        this.width = width;
    }

    @Override
    void add(ColumnVector vector, int[] entries, int entryCount, Statistics<?> statistics) {
        for (int from = 0; from < entryCount; from += AT_ONCE) {
            int count = Math.min(AT_ONCE, entryCount - from);
            read(vector, entries, from, count);
            bound(statistics, count);
            if (isInDictionary()) {
                for (int i = 0; i < count; i++) {
                    addId(dictionary.id(some[i]), width);
                }
            } else {
                put(some, count, page);
            }
        }
    }

    private void read(ColumnVector vector, int[] entries, int from, int count) {
        switch (vector) {
            case LongVector longs -> {
                for (int i = 0; i < count; i++) {
                    some[i] = longs.at(entries[from + i]);
                }
            }
            case IntVector ints -> {
                for (int i = 0; i < count; i++) {
                    some[i] = ints.at(entries[from + i]);
                }
            }
            case FloatVector floats -> {
                for (int i = 0; i < count; i++) {
                    some[i] = Float.floatToRawIntBits(floats.at(entries[from + i]));
                }
            }
            case DoubleVector doubles -> {
                for (int i = 0; i < count; i++) {
                    some[i] = Double.doubleToRawLongBits(doubles.at(entries[from + i]));
                }
            }
            default -> throw new IllegalArgumentException("no numbers: " + vector.getClass());
        }
    }

    private void bound(Statistics<?> statistics, int count) {
        switch (statistics) {
            case FloatStatistics floats -> {
                for (int i = 0; i < count; i++) {
                    floats.updateStats(Float.intBitsToFloat((int) some[i]));
                }
            }
            case DoubleStatistics doubles -> {
                for (int i = 0; i < count; i++) {
                    doubles.updateStats(Double.longBitsToDouble(some[i]));
                }
            }
            default -> boundWhole(statistics, count);
        }
    }

    private void boundWhole(Statistics<?> statistics, int count) {
        long least = some[0];
        long greatest = some[0];
        for (int i = 1; i < count; i++) {
            least = Math.min(least, some[i]);
            greatest = Math.max(greatest, some[i]);
        }
        if (statistics instanceof IntStatistics ints) {
            ints.updateStats(Math.toIntExact(least));
            ints.updateStats(Math.toIntExact(greatest));
        } else {
            LongStatistics longs = (LongStatistics) statistics;
            longs.updateStats(least);
            longs.updateStats(greatest);
        }
    }

    private void put(long[] values, int count, PlainBytes out) {
        if (width == Integer.BYTES) {
            out.putInts(values, count);
        } else {
            out.putLongs(values, count);
        }
    }

    @Override
    void addPlain(int id) {
        some[0] = dictionary.value(id);
        put(some, 1, page);
    }

    @Override
    int dictionarySize() {
        return dictionary.size();
    }

    @Override
    long dictionaryBytes() {
        return (long) dictionary.size() * width;
    }

    @Override
    BytesInput dictionaryPage() {
        dictionaryPage.clear();
        put(dictionary.values(), dictionary.size(), dictionaryPage);
        return dictionaryPage.input();
    }

    @Override
    void clearDictionary() {
        dictionary.clear();
    }
}
