package io.millrace.table.internal.parquet;

import java.io.IOException;

import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.DoubleStatistics;
import org.apache.parquet.column.statistics.FloatStatistics;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.statistics.geospatial.GeospatialStatistics;

/**
 * Gives pages with a NaN the maximum NaN. Parquet's writer leaves NaN out of its statistics, and readers to whom NaN is
 * above all numbers then skip it. They ignore a maximum that is NaN, as the Parquet format demands.
 */
public record NanPageStore(PageWriteStore store) implements PageWriteStore {
    @Override
    public PageWriter getPageWriter(ColumnDescriptor column) {
        PageWriter writer = store.getPageWriter(column);
        return switch (column.getPrimitiveType().getPrimitiveTypeName()) {
            case FLOAT, DOUBLE -> new NanPageWriter(writer);
            case INT32, INT64, INT96, BOOLEAN, BINARY, FIXED_LEN_BYTE_ARRAY -> writer;
        };
    }

    @Override
    public void close() {
        store.close();
    }

    private static Statistics<?> withNan(Statistics<?> statistics) {
        if (statistics.getNanCount() <= 0) {
            return statistics;
        }
        Statistics<?> copy = statistics.copy();
        boolean numbers = statistics.hasNonNullValue();
        if (copy instanceof DoubleStatistics all) {
            all.setMinMax(numbers ? all.getMin() : Double.POSITIVE_INFINITY, Double.NaN);
        } else if (copy instanceof FloatStatistics all) {
            all.setMinMax(numbers ? all.getMin() : Float.POSITIVE_INFINITY, Float.NaN);
        }
        return copy;
    }

    private record NanPageWriter(PageWriter pages) implements PageWriter {
        @Override
        public void writePage(BytesInput bytes, int values, Statistics<?> statistics, Encoding repetition,
                Encoding definition, Encoding encoding) throws IOException {
            pages.writePage(bytes, values, withNan(statistics), repetition, definition, encoding);
        }

        @Override
        public void writePage(BytesInput bytes, int values, int rows, Statistics<?> statistics, Encoding repetition,
                Encoding definition, Encoding encoding) throws IOException {
            pages.writePage(bytes, values, rows, withNan(statistics), repetition, definition, encoding);
        }

        @Override
        public void writePage(BytesInput bytes, int values, int rows, Statistics<?> statistics, SizeStatistics sizes,
                Encoding repetition, Encoding definition, Encoding encoding) throws IOException {
            pages.writePage(bytes, values, rows, withNan(statistics), sizes, repetition, definition, encoding);
        }

        @Override
        public void writePage(BytesInput bytes, int values, int rows, Statistics<?> statistics, SizeStatistics sizes,
                GeospatialStatistics places, Encoding repetition, Encoding definition, Encoding encoding)
                throws IOException {
            pages.writePage(bytes, values, rows, withNan(statistics), sizes, places, repetition, definition, encoding);
        }

        @Override
        public void writePageV2(int rows, int nulls, int values, BytesInput repetition, BytesInput definition,
                Encoding encoding, BytesInput bytes, Statistics<?> statistics) throws IOException {
            pages.writePageV2(rows, nulls, values, repetition, definition, encoding, bytes, withNan(statistics));
        }

        @Override
        public void writePageV2(int rows, int nulls, int values, BytesInput repetition, BytesInput definition,
                Encoding encoding, BytesInput bytes, Statistics<?> statistics, SizeStatistics sizes)
                throws IOException {
            pages.writePageV2(rows, nulls, values, repetition, definition, encoding, bytes, withNan(statistics), sizes);
        }

        @Override
        public void writePageV2(int rows, int nulls, int values, BytesInput repetition, BytesInput definition,
                Encoding encoding, BytesInput bytes, Statistics<?> statistics, SizeStatistics sizes,
                GeospatialStatistics places) throws IOException {
            pages.writePageV2(rows, nulls, values, repetition, definition, encoding, bytes, withNan(statistics), sizes,
                    places);
        }

        @Override
        public long getMemSize() {
            return pages.getMemSize();
        }

        @Override
        public long allocatedSize() {
            return pages.allocatedSize();
        }

        @Override
        public void writeDictionaryPage(DictionaryPage page) throws IOException {
            pages.writeDictionaryPage(page);
        }

        @Override
        public String memUsageString(String prefix) {
            return pages.memUsageString(prefix);
        }

        @Override
        public void close() {
            pages.close();
        }
    }
}
