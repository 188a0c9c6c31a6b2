package io.millrace.table.internal.nativeimage;

import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Replaces the codecs that Parquet makes by default before the table sets its own; has none. */
final class NoCodecs implements CompressionCodecFactory {
    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        throw NoHadoop.at("Compressing with " + codec);
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        throw NoHadoop.at("Unpacking " + codec);
    }

    @Override
    public void release() {
        // Holds nothing.
    }
}
