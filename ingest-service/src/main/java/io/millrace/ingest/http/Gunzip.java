package io.millrace.ingest.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongPredicate;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks gzip (RFC 1952), all members of it, to the letter: the JDK's stream passes over garbage after the end.
 */
final class Gunzip {
    /** Why bytes were not unpacked. */
    enum Fault {
        /** They are no gzip, or broken off, or their check sum is wrong. */
        BROKEN,
        /** What they hold is larger than the limit. */
        TOO_LARGE,
        /** There is no memory left for what they hold. */
        NO_ROOM
    }

    /** The bytes could not be unpacked. */
    static final class GunzipException extends Exception {
        private static final long serialVersionUID = 1L;

        private final Fault fault;

        GunzipException(Fault fault) {
            super(fault.name(), null, false, false);
            this.fault = fault;
        }

        Fault fault() {
            return fault;
        }
    }

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
    private final long maxBytes;
    private final LongPredicate room;
    private final ByteArrayOutputStream out;

    private Gunzip(byte[] packed, long maxBytes, LongPredicate room) {
        this.in = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
        this.maxBytes = maxBytes;
        this.room = room;
        this.out = new ByteArrayOutputStream(CHUNK);
    }

    /**
     * Unpacks all of the bytes.
     *
     * @param maxBytes
     *            of what comes out
     * @param room
     *            is asked for memory, in bytes, before it is used
     */
    static byte[] unpack(byte[] packed, long maxBytes, LongPredicate room) throws GunzipException {
        Gunzip gunzip = new Gunzip(packed, maxBytes, room);
        do {
            gunzip.header();
            gunzip.member();
        } while (gunzip.in.hasRemaining());
        return gunzip.out.toByteArray();
    }

    private void header() throws GunzipException {
        need(HEADER);
        int flags = in.get(in.position() + 3) & 0xff;
        if ((in.getShort(in.position()) & 0xffff) != MAGIC || in.get(in.position() + 2) != DEFLATE
                || (flags & RESERVED) != 0) {
            throw new GunzipException(Fault.BROKEN);
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

    private void member() throws GunzipException {
        CRC32 sum = new CRC32();
        byte[] chunk = new byte[CHUNK];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(in);
            while (!inflater.finished()) {
                int count = inflater.inflate(chunk);
                if (count == 0 && !inflater.finished()) {
                    throw new GunzipException(Fault.BROKEN);
                }
                if (out.size() + count > maxBytes) {
                    throw new GunzipException(Fault.TOO_LARGE);
                }
                if (!room.test(count)) {
                    throw new GunzipException(Fault.NO_ROOM);
                }
                sum.update(chunk, 0, count);
                out.write(chunk, 0, count);
            }
            need(TRAILER);
            if (in.getInt() != (int) sum.getValue() || in.getInt() != (int) inflater.getBytesWritten()) {
                throw new GunzipException(Fault.BROKEN);
            }
        } catch (DataFormatException e) {
            throw new GunzipException(Fault.BROKEN);
        } finally {
            inflater.end();
        }
    }

    private void skip(int bytes) throws GunzipException {
        need(bytes);
        in.position(in.position() + bytes);
    }

    private void need(int bytes) throws GunzipException {
        if (in.remaining() < bytes) {
            throw new GunzipException(Fault.BROKEN);
        }
    }
}
