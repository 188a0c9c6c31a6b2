package io.millrace.table.internal.parquet;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;

/**
 * Decompresses with zstd. A context costs more to make than a small page costs to decompress, so contexts are kept, at most as
 * many as threads decompressed at the same time; each takes about 150 KB outside of the heap. Thread-safe.
 */
final class ZstdContexts {
    private static final Queue<ZstdDecompressCtx> IDLE = new ConcurrentLinkedQueue<>();

    private ZstdContexts() {}

    /**
     * Decompresses bytes.
     *
     * @param size
     *            of the decompressed bytes
     * @throws IOException
     *             when they are damaged or do not have this size
     */
    static byte[] decompress(byte[] in, int size) throws IOException {
        ZstdDecompressCtx idle = IDLE.poll();
        ZstdDecompressCtx context = idle == null ? new ZstdDecompressCtx() : idle;
        byte[] out = new byte[size];
        int length;
        try {
            length = context.decompressByteArray(out, 0, size, in, 0, in.length);
        } catch (ZstdException e) {
            context.close();
            throw new IOException(message(in, size, String.valueOf(e.getMessage())), e);
        }
        IDLE.add(context);
        if (length != size) {
            throw new IOException(message(in, size, length + " bytes"));
        }
        return out;
    }

    private static String message(byte[] in, int size, String instead) {
        return "a page of " + in.length + " bytes does not unpack to " + size + " bytes: " + instead;
    }
}
