package io.millrace.table.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;

import io.airlift.compress.Compressor;
import io.airlift.compress.Decompressor;
import io.airlift.compress.snappy.SnappyCompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdCompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Parquet compression in pure Java: no Hadoop codecs and no JNI, so that it is the same in a native image. Writes zstd,
 * and snappy for checkpoints; also reads gzip, which other writers of the table use. Compression is for one thread at a time.
 */
final class PureCodecs implements CompressionCodecFactory {
    private final PureCompressor zstd = new PureCompressor(CompressionCodecName.ZSTD, new ZstdCompressor());

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        return switch (codec) {
            case ZSTD -> zstd;
            case SNAPPY -> new PureCompressor(codec, new SnappyCompressor());
            case UNCOMPRESSED -> new Plain(codec);
            default -> throw new IllegalArgumentException("does not write " + codec);
        };
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return switch (codec) {
            case ZSTD -> new PureDecompressor(new ZstdDecompressor());
            case SNAPPY -> new PureDecompressor(new SnappyDecompressor());
            case GZIP -> new Gunzip();
            case UNCOMPRESSED -> new Plain(codec);
            default -> throw new IllegalArgumentException("cannot read Parquet compressed with " + codec
                    + "; rewrite the file with zstd, snappy or gzip");
        };
    }

    @Override
    public void release() {
        // Nothing is pooled.
    }

    private record PureCompressor(CompressionCodecName codec, Compressor compressor) implements BytesInputCompressor {
        @Override
        public BytesInput compress(BytesInput bytes) throws IOException {
            byte[] in = bytes.toByteArray();
            byte[] out = new byte[compressor.maxCompressedLength(in.length)];
            int length = compressor.compress(in, 0, in.length, out, 0, out.length);
            return BytesInput.from(out, 0, length);
        }

        @Override
        public CompressionCodecName getCodecName() {
            return codec;
        }

        @Override
        public void release() {
            // Nothing is pooled.
        }
    }

    private abstract static class ByArray implements BytesInputDecompressor {
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

    private static final class PureDecompressor extends ByArray {
        private final Decompressor decompressor;

        PureDecompressor(Decompressor decompressor) {
            this.decompressor = decompressor;
        }

        @Override
        byte[] inflate(byte[] in, int size) {
            byte[] out = new byte[size];
            decompressor.decompress(in, 0, in.length, out, 0, size);
            return out;
        }
    }

    private static final class Gunzip extends ByArray {
        @Override
        byte[] inflate(byte[] in, int size) throws IOException {
            try (InputStream gzip = new GZIPInputStream(new java.io.ByteArrayInputStream(in))) {
                return gzip.readNBytes(size);
            }
        }
    }

    private static final class Plain extends ByArray implements BytesInputCompressor {
        private final CompressionCodecName codec;

        Plain(CompressionCodecName codec) {
            this.codec = codec;
        }

        @Override
        byte[] inflate(byte[] in, int size) {
            return in;
        }

        @Override
        public BytesInput compress(BytesInput bytes) {
            return bytes;
        }

        @Override
        public CompressionCodecName getCodecName() {
            return codec;
        }
    }
}
