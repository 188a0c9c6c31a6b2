package io.millrace.table.internal.nativeimage;

/** The answer of every method that would need Hadoop. */
final class NoHadoop {
    private NoHadoop() {}

    static UnsupportedOperationException at(String method) {
        return new UnsupportedOperationException(method + " needs Hadoop, which this image does not have. Give Parquet"
                + " a PlainParquetConfiguration and a codec factory of your own.");
    }
}
