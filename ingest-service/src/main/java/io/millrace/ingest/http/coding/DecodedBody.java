package io.millrace.ingest.http.coding;

import java.io.ByteArrayOutputStream;
import java.util.function.LongPredicate;

/** The decoded bytes of a body so far, within a size limit and a memory budget. */
final class DecodedBody {
    private static final int FIRST = 16_384;

    private final long maxBytes;
    private final LongPredicate room;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(FIRST);

    /**
     * @param maxBytes
     *            the most that may come out
     * @param room
     *            is asked for memory, in bytes, before it is used
     */
    DecodedBody(long maxBytes, LongPredicate room) {
        this.maxBytes = maxBytes;
        this.room = room;
    }

    /** How many more there may be. */
    long left() {
        return maxBytes - out.size();
    }

    /** Reserves memory for bytes that are about to be added. */
    void reserve(long bytes) throws ContentCodingException {
        if (bytes > left()) {
            throw new ContentCodingException(ContentCodingException.Kind.TOO_LARGE);
        }
        if (!room.test(bytes)) {
            throw new ContentCodingException(ContentCodingException.Kind.NO_ROOM);
        }
    }

    /** Adds bytes that are paid for. */
    void add(byte[] bytes, int length) {
        out.write(bytes, 0, length);
    }

    byte[] all() {
        return out.toByteArray();
    }
}
