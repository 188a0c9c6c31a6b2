package io.millrace.ingest.http.coding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;

/**
 * Unpacks zstd (RFC 8878), all frames of it. The extent of each frame and the size of what it may hold are read from
 * its headers first, so that memory is paid for before the library sees the frame, and the library needs no window of
 * its own.
 */
final class ZstdDecoder {
    private static final int MAGIC = 0xfd2fb528;
    private static final int SKIPPABLE = 0x184d2a50;
    private static final int SKIPPABLE_MASK = 0xfffffff0;
    private static final int SINGLE_SEGMENT = 0x20;
    private static final int RESERVED = 0x08;
    private static final int CHECKSUM = 0x04;
    private static final int DICTIONARY = 0x03;
    private static final int MAX_BLOCK = 131_072;
    /** The most that a content coding may ask for: RFC 9659. */
    private static final long MAX_WINDOW = 8 << 20;
    /** A guess at how much comes out per byte, for frames that do not say it. */
    private static final int USUAL_RATIO = 4;

    private final byte[] packed;
    private final ByteBuffer in;
    private final DecodedBody out;

    private ZstdDecoder(byte[] packed, DecodedBody out) {
        this.packed = packed;
        this.in = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
        this.out = out;
    }

    static void unpack(byte[] packed, DecodedBody out) throws ContentCodingException {
        ZstdDecoder frames = new ZstdDecoder(packed, out);
        try (ZstdDecompressCtx zstd = new ZstdDecompressCtx()) {
            do {
                frames.frame(zstd);
            } while (frames.in.hasRemaining());
        }
    }

    private void frame(ZstdDecompressCtx zstd) throws ContentCodingException {
        int from = in.position();
        need(Integer.BYTES);
        int magic = in.getInt();
        if ((magic & SKIPPABLE_MASK) == SKIPPABLE) {
            need(Integer.BYTES);
            skip(in.getInt() & 0xffffffffL);
            return;
        }
        if (magic != MAGIC) {
            throw new ContentCodingException(ContentCodingException.Kind.BROKEN);
        }
        need(1);
        int descriptor = in.get() & 0xff;
        if ((descriptor & (RESERVED | DICTIONARY)) != 0) {
            throw new ContentCodingException(ContentCodingException.Kind.BROKEN);
        }
        boolean single = (descriptor & SINGLE_SEGMENT) != 0;
        long window = single ? MAX_WINDOW : window();
        long said = contentSize(descriptor >> 6, single);
        if (window > MAX_WINDOW || said > out.left()) {
            throw new ContentCodingException(ContentCodingException.Kind.TOO_LARGE);
        }
        long most = blocks((int) Math.min(MAX_BLOCK, single ? Math.max(said, 1) : window));
        if ((descriptor & CHECKSUM) != 0) {
            skip(Integer.BYTES);
        }
        if (said > most) {
            throw new ContentCodingException(ContentCodingException.Kind.BROKEN);
        }
        int length = in.position() - from;
        long first = said >= 0 ? said : Math.min(most, Math.min(out.left(), (long) USUAL_RATIO * length + MAX_BLOCK));
        content(zstd, from, length, first, said >= 0 ? said : most);
    }

    private long window() throws ContentCodingException {
        need(1);
        int window = in.get() & 0xff;
        long base = 1L << (10 + (window >> 3));
        return base + base / 8 * (window & 7);
    }

    /** As the frame says it; -1 when it does not. */
    private long contentSize(int code, boolean single) throws ContentCodingException {
        if (code == 0 && !single) {
            return -1;
        }
        need(1 << code);
        long size = switch (code) {
            case 0 -> in.get() & 0xff;
            case 1 -> (in.getShort() & 0xffff) + 256;
            case 2 -> in.getInt() & 0xffffffffL;
            default -> in.getLong();
        };
        return size < 0 ? Long.MAX_VALUE : size;
    }

    /** Passes over the blocks of a frame; returns the most that can come out of them, in bytes. */
    private long blocks(int largest) throws ContentCodingException {
        long certain = 0;
        long most = 0;
        boolean last = false;
        while (!last) {
            need(3);
            int header = in.getShort() & 0xffff | (in.get() & 0xff) << 16;
            last = (header & 1) != 0;
            int size = header >> 3;
            switch (header >> 1 & 3) {
                case 0 -> certain += skip(size);
                case 1 -> {
                    certain += size;
                    skip(1);
                }
                case 2 -> {
                    most += largest;
                    skip(size);
                }
                default -> throw new ContentCodingException(ContentCodingException.Kind.BROKEN);
            }
            if (certain > out.left()) {
                throw new ContentCodingException(ContentCodingException.Kind.TOO_LARGE);
            }
        }
        return certain + most;
    }

    /** Unpacks a frame into as much memory as it needs, doubling a guess that was too small. */
    private void content(ZstdDecompressCtx zstd, int from, int length, long first, long most)
            throws ContentCodingException {
        long paid = 0;
        for (long size = first;; size = Math.min(most, Math.min(out.left(), 2 * size))) {
            out.reserve(size - paid);
            paid = size;
            byte[] content = new byte[(int) Math.max(1, size)];
            try {
                out.add(content, zstd.decompressByteArray(content, 0, content.length, packed, from, length));
                return;
            } catch (ZstdException e) {
                if (e.getErrorCode() != Zstd.errDstSizeTooSmall() || size == most) {
                    throw new ContentCodingException(ContentCodingException.Kind.BROKEN);
                }
                if (size == out.left()) {
                    throw new ContentCodingException(ContentCodingException.Kind.TOO_LARGE);
                }
            }
        }
    }

    private long skip(long bytes) throws ContentCodingException {
        need(bytes);
        in.position(in.position() + (int) bytes);
        return bytes;
    }

    private void need(long bytes) throws ContentCodingException {
        if (in.remaining() < bytes) {
            throw new ContentCodingException(ContentCodingException.Kind.BROKEN);
        }
    }
}
