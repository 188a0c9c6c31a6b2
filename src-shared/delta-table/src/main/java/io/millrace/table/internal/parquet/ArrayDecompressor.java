package io.millrace.table.internal.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;

import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputDecompressor;

/** A decompressor that works on byte arrays. */
abstract class ArrayDecompressor implements BytesInputDecompressor {
    /**
     * Decompresses a page.
     *
     * @param size
     *            of the decompressed page, in bytes
     */
    abstract byte[] inflate(byte[] in, int size) throws IOException;

    @Override
    public BytesInput decompress(BytesInput bytes, int size) throws IOException {
        return BytesInput.from(inflate(bytes.toByteArray(), size));
    }

    @Override
    public void decompress(ByteBuffer in, int compressedSize, ByteBuffer out, int size) throws IOException {
        byte[] bytes = new byte[compressedSize];
        in.get(bytes);
        out.put(inflate(bytes, size));
    }

    @Override
    public void release() {
        // Nothing is pooled.
    }
}
