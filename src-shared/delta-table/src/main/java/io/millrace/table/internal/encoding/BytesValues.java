package io.millrace.table.internal.encoding;

import java.util.Arrays;

import io.millrace.table.vector.BytesVector;
import io.millrace.table.vector.ColumnVector;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;

/**
 * The values of a leaf column of texts or bytes; and of decimals that are bytes. Where some values are is read in one loop
 * and their bytes in others: what this costs is to wait for memory, and a short loop waits for several values at once.
 */
final class BytesValues extends LeafValues {
    private static final int AT_ONCE = 256;

    private final boolean fixed;
    private final BytesDictionary dictionary;
    private final int[] begins = new int[AT_ONCE];
    private final int[] lengths = new int[AT_ONCE];
    private final long[] prefixes = new long[AT_ONCE];

    /**
     * @param fixed
     *            whether all have the same length, which then is not written, and are signed numbers
     */
    BytesValues(boolean fixed) {
        this.fixed = fixed;
        this.dictionary = new BytesDictionary(!fixed);
    }

    @Override
    void add(ColumnVector vector, int[] entries, int entryCount, Statistics<?> statistics) {
        BytesVector values = (BytesVector) vector;
        for (int from = 0; from < entryCount; from += AT_ONCE) {
            int count = Math.min(AT_ONCE, entryCount - from);
            locate(values, entries, from, count);
            add(values.bytes(), count);
            if (fixed) {
                for (int i = 0; i < count; i++) {
                    statistics.updateStats(value(values.bytes(), i));
                }
            } else {
                bound(values.bytes(), count, statistics);
            }
        }
    }

    private void locate(BytesVector values, int[] entries, int from, int count) {
        for (int i = 0; i < count; i++) {
            int entry = entries[from + i];
            begins[i] = values.begin(entry);
            lengths[i] = values.length(entry);
        }
        byte[] source = values.bytes();
        for (int i = 0; i < count; i++) {
            prefixes[i] = BytePrefix.of(source, begins[i], lengths[i]);
        }
    }

    private void add(byte[] source, int count) {
        if (isInDictionary()) {
            for (int i = 0; i < count; i++) {
                addId(dictionary.id(source, begins[i], lengths[i], prefixes[i]), Integer.BYTES + lengths[i]);
            }
        } else if (fixed) {
            for (int i = 0; i < count; i++) {
                page.put(source, begins[i], lengths[i]);
            }
        } else {
            for (int i = 0; i < count; i++) {
                page.putSized(source, begins[i], lengths[i]);
            }
        }
    }

    /** Parquet copies the values that it keeps. */
    private Binary value(byte[] source, int which) {
        return Binary.fromReusedByteArray(source, begins[which], lengths[which]);
    }

    /** By their unsigned bytes. */
    private void bound(byte[] source, int count, Statistics<?> statistics) {
        int least = 0;
        int greatest = 0;
        for (int i = 1; i < count; i++) {
            if (compare(source, i, least) < 0) {
                least = i;
            }
            if (compare(source, i, greatest) > 0) {
                greatest = i;
            }
        }
        statistics.updateStats(value(source, least));
        statistics.updateStats(value(source, greatest));
    }

    private int compare(byte[] source, int which, int other) {
        if (prefixes[which] != prefixes[other]) {
            return Long.compareUnsigned(prefixes[which], prefixes[other]);
        }
        int length = lengths[which];
        int otherLength = lengths[other];
        if (length <= Long.BYTES && otherLength <= Long.BYTES) {
            return Integer.compare(length, otherLength); // equal, but for zeros at the end of one
        }
        return Arrays.compareUnsigned(source, begins[which], begins[which] + length, source, begins[other],
                begins[other] + otherLength);
    }

    @Override
    void addPlain(int id) {
        dictionary.copy(id, page);
    }

    @Override
    int dictionarySize() {
        return dictionary.size();
    }

    @Override
    long dictionaryBytes() {
        return dictionary.values().size();
    }

    @Override
    BytesInput dictionaryPage() {
        return dictionary.values().input();
    }

    @Override
    void clearDictionary() {
        dictionary.clear();
    }
}
