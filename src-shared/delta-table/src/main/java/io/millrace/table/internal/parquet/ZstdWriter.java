package io.millrace.table.internal.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/** Compresses pages with zstd in one context: creating a context for every page would cost more than the page. */
final class ZstdWriter implements BytesInputCompressor, AutoCloseable {
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

    /** Bytes that are collected without being copied once more. */
    private static final class Page extends ByteArrayOutputStream {
        byte[] bytes() {
            return buf;
        }
    }
}
