package io.millrace.table.internal.parquet;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

import io.airlift.compress.Compressor;
import io.airlift.compress.Decompressor;
import io.airlift.compress.snappy.SnappyCompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Parquet compression without Hadoop's codecs. Writes zstd, with the library of the Kafka client, and snappy for checkpoints;
 * also reads gzip, which other writers of the table use. One thread compresses at a time.
 */
public final class Codecs implements CompressionCodecFactory, AutoCloseable {
    private static final int QUICK = 1;
    private static final int THOROUGH = 3;

    private final ZstdWriter zstd;

    private Codecs(int level) {
        zstd = new ZstdWriter(level);
    }

    /** Compresses quickly, for files that are rewritten soon. */
    public static Codecs quick() {
        return new Codecs(QUICK);
    }

    /** Compresses thoroughly, for files that stay; also for reading. */
    public static Codecs thorough() {
        return new Codecs(THOROUGH);
    }

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
            case ZSTD -> new ZstdReader();
            case SNAPPY -> new PureDecompressor(new SnappyDecompressor());
            case GZIP -> new Gunzip();
            case UNCOMPRESSED -> new Plain(codec);
            default -> throw new IllegalArgumentException("cannot read Parquet compressed with " + codec
                    + "; rewrite the file with zstd, snappy or gzip");
        };
    }

    @Override
    public void release() {
        // Parquet calls this at the end of every file; the context is used for the next file.
    }

    @Override
    public void close() {
        zstd.close();
    }

    private static final class ZstdReader extends ArrayDecompressor {
        @Override
        byte[] inflate(byte[] in, int size) throws IOException {
            return ZstdContexts.decompress(in, size);
        }
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

    private static final class PureDecompressor extends ArrayDecompressor {
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

    private static final class Gunzip extends ArrayDecompressor {
        @Override
        byte[] inflate(byte[] in, int size) throws IOException {
            try (InputStream gzip = new GZIPInputStream(new java.io.ByteArrayInputStream(in))) {
                return gzip.readNBytes(size);
            }
        }
    }

    private static final class Plain extends ArrayDecompressor implements BytesInputCompressor {
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
