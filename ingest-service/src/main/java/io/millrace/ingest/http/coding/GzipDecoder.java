package io.millrace.ingest.http.coding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks gzip (RFC 1952), all members of it, and zlib (RFC 1950), to the letter: the JDK's stream passes over garbage
 * after the end.
 */
final class GzipDecoder {
    private static final int HEADER = 10;
    private static final int TRAILER = 8;
    private static final int MAGIC = 0x8b1f;
    private static final int DEFLATE = 8;
    private static final int HAS_CRC = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;
    private static final int RESERVED = 0xe0;
    private static final int CHUNK = 16_384;

    private final ByteBuffer in;
    private final DecodedBody out;

    private GzipDecoder(byte[] packed, DecodedBody out) {
        this.in = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
        this.out = out;
    }

    static void gzip(byte[] packed, DecodedBody out) throws ContentCodingException {
        GzipDecoder gzip = new GzipDecoder(packed, out);
        do {
            gzip.header();
            gzip.member();
        } while (gzip.in.hasRemaining());
    }

    static void zlib(byte[] packed, DecodedBody out) throws ContentCodingException {
        GzipDecoder zlib = new GzipDecoder(packed, out);
        // Its check sum is the inflater's own matter.
        zlib.inflate(new Inflater(), new CRC32());
        if (zlib.in.hasRemaining()) {
            throw new ContentCodingException(ContentCodingException.Kind.BROKEN);
        }
    }

    private void header() throws ContentCodingException {
        need(HEADER);
        int flags = in.get(in.position() + 3) & 0xff;
        if ((in.getShort(in.position()) & 0xffff) != MAGIC || in.get(in.position() + 2) != DEFLATE
                || (flags & RESERVED) != 0) {
            throw new ContentCodingException(ContentCodingException.Kind.BROKEN);
        }
        in.position(in.position() + HEADER);
        if ((flags & HAS_EXTRA) != 0) {
            need(Short.BYTES);
            skip(in.getShort() & 0xffff);
        }
        for (int text = flags & (HAS_NAME | HAS_COMMENT); text != 0; text &= text - 1) {
            do {
                need(1);
            } while (in.get() != 0);
        }
        if ((flags & HAS_CRC) != 0) {
            skip(Short.BYTES);
        }
    }

    private void member() throws ContentCodingException {
        CRC32 sum = new CRC32();
        long length = inflate(new Inflater(true), sum);
        need(TRAILER);
        if (in.getInt() != (int) sum.getValue() || in.getInt() != (int) length) {
            throw new ContentCodingException(ContentCodingException.Kind.BROKEN);
        }
    }

    private long inflate(Inflater inflater, CRC32 sum) throws ContentCodingException {
        byte[] chunk = new byte[CHUNK];
        try {
            inflater.setInput(in);
            while (!inflater.finished()) {
                int count = inflater.inflate(chunk);
                if (count == 0 && !inflater.finished()) {
                    throw new ContentCodingException(ContentCodingException.Kind.BROKEN);
                }
                out.reserve(count);
                sum.update(chunk, 0, count);
                out.add(chunk, count);
            }
            return inflater.getBytesWritten();
        } catch (DataFormatException e) {
            throw new ContentCodingException(ContentCodingException.Kind.BROKEN);
        } finally {
            inflater.end();
        }
    }

    private void skip(int bytes) throws ContentCodingException {
        need(bytes);
        in.position(in.position() + bytes);
    }

    private void need(int bytes) throws ContentCodingException {
        if (in.remaining() < bytes) {
            throw new ContentCodingException(ContentCodingException.Kind.BROKEN);
        }
    }
}
