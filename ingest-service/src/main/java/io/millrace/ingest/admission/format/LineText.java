package io.millrace.ingest.admission.format;

import io.millrace.ingest.admission.value.JsonText;
import org.jspecify.annotations.Nullable;

/** The text of a body of lines. It is decoded, as a whole, when the first line is asked for. */
final class LineText {
    private static final int CONTINUATION = 0x80;
    private static final int TWO_BITS = 0xc0;
    /** From this byte on a character of UTF-8 is two of Java. */
    private static final int FIRST_OF_PAIRS = 0xf0;

    private final byte[] body;
    private @Nullable JsonText text;
    /** An index in the bytes, and the same one in the characters. */
    private int bytes;
    private int chars;

    /**
     * @param body
     *            not copied
     */
    LineText(byte[] body) {
        this.body = body;
    }

    /**
     * The text of a part of the body; parts are asked for in their order.
     *
     * @param from
     *            in bytes, inclusive
     * @param until
     *            in bytes, exclusive
     * @throws RefusedBodyException
     *             when the body, wherever, is no UTF-8
     */
    JsonText part(int from, int until) throws RefusedBodyException {
        JsonText whole = text == null ? JsonDocument.text(body) : text;
        text = whole;
        int start = charsUntil(from);
        return whole.part(start, charsUntil(until));
    }

    private int charsUntil(int index) {
        for (; bytes < index; bytes++) {
            int b = body[bytes] & 0xff;
            if ((b & TWO_BITS) != CONTINUATION) {
                chars += b >= FIRST_OF_PAIRS ? 2 : 1;
            }
        }
        return chars;
    }
}
