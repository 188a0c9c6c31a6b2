package io.millrace.table.internal.encoding;

import io.millrace.table.vector.BooleanVector;
import io.millrace.table.vector.ColumnVector;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.BooleanStatistics;
import org.apache.parquet.column.statistics.Statistics;

/** The values of a leaf column of booleans: a bit each, and no dictionary. */
final class BooleanValues extends LeafValues {
    private int bits;
    private int bitCount;

    @Override
    void begin(boolean withDictionary) {
        super.begin(false);
    }

    @Override
    void add(ColumnVector vector, int[] entries, int entryCount, Statistics<?> statistics) {
        BooleanVector values = (BooleanVector) vector;
        BooleanStatistics bounds = (BooleanStatistics) statistics;
        for (int i = 0; i < entryCount; i++) {
            boolean value = values.at(entries[i]);
            bounds.updateStats(value);
            bits |= value ? 1 << bitCount : 0;
            if (++bitCount == Byte.SIZE) {
                putBits();
            }
        }
    }

    private void putBits() {
        page.putByte(bits);
        bits = 0;
        bitCount = 0;
    }

    @Override
    Encoding encoding() {
        if (bitCount > 0) {
            putBits();
        }
        return super.encoding();
    }

    @Override
    int dictionarySize() {
        return 0;
    }

    @Override
    long dictionaryBytes() {
        return 0;
    }

    @Override
    BytesInput dictionaryPage() {
        return BytesInput.empty();
    }

    @Override
    void clearDictionary() {
        // It has none.
    }

    @Override
    void addPlain(int id) {
        throw new IllegalStateException("booleans have no dictionary");
    }
}
