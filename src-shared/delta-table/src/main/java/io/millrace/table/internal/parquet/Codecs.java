package io.millrace.table.internal.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import io.airlift.compress.Compressor;
import io.airlift.compress.Decompressor;
import io.airlift.compress.snappy.SnappyCompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/**
 * Parquet compression without Hadoop's codecs. Writes zstd, by the library that the Kafka client brings, and snappy for
 * checkpoints; also reads gzip, which other writers of the table use. One thread compresses at a time.
 */
public final class Codecs implements CompressionCodecFactory, AutoCloseable {
    private static final int QUICK = 1;
    private static final int THOROUGH = 3;

    private final ZstdWriter zstd;

    private Codecs(int level) {
        zstd = new ZstdWriter(level);
    }

    /** For what is soon rewritten. */
    public static Codecs quick() {
        return new Codecs(QUICK);
    }

    /** For what stays, and for reading. */
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
        // Parquet calls this at the end of every file; what is held serves the next one.
    }

    @Override
    public void close() {
        zstd.close();
    }

    /** Holds one compression context: making one for every page would cost more than the page. */
    private static final class ZstdWriter implements BytesInputCompressor, AutoCloseable {
        private final int level;
        private @Nullable ZstdCompressCtx context;
        private final Page in = new Page();
        /** Holds one page until the next one comes; Parquet copies it before that. */
        private byte[] out = {};

        ZstdWriter(int level) {
            this.level = level;
        }

        @Override
        public BytesInput compress(BytesInput bytes) throws IOException {
            in.reset();
            bytes.writeAllTo(in);
            int bound = Math.toIntExact(Zstd.compressBound(in.size()));
            if (out.length < bound) {
                out = new byte[bound + bound / 2];
            }
            return BytesInput.from(out, 0, context().compressByteArray(out, 0, out.length, in.bytes(), 0, in.size()));
        }

        private ZstdCompressCtx context() {
            ZstdCompressCtx held = context;
            if (held == null) {
                held = new ZstdCompressCtx();
                held.setLevel(level);
                context = held;
            }
            return held;
        }

        @Override
        public CompressionCodecName getCodecName() {
            return CompressionCodecName.ZSTD;
        }

        @Override
        public void release() {
            // See Codecs.release.
        }

        @Override
        public void close() {
            if (context != null) {
                context.close();
                context = null;
            }
        }
    }

    /** Bytes that are collected without being copied once more. */
    private static final class Page extends ByteArrayOutputStream {
        byte[] bytes() {
            return buf;
        }
    }

    private static final class ZstdReader extends ByArray {
        @Override
        byte[] inflate(byte[] in, int size) throws IOException {
            byte[] out = new byte[size];
            long length = Zstd.decompressByteArray(out, 0, size, in, 0, in.length);
            if (Zstd.isError(length) || length != size) {
                throw new IOException("a page of " + in.length + " bytes does not unpack to " + size + " bytes: "
                        + (Zstd.isError(length) ? Zstd.getErrorName(length) : length + " bytes"));
            }
            return out;
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
