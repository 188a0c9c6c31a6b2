package io.millrace.landing.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The rules of UTF-8, without an object for each text. */
final class StrictUtf8 {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long NOT_ASCII = 0x8080_8080_8080_8080L;
    private static final int FIRST_SURROGATE = 0xD800;
    private static final int LAST_SURROGATE = 0xDFFF;
    private static final int CONTINUATION = 0x80;
    private static final int CONTINUATION_MASK = 0xC0;
    private static final int PAYLOAD = 0x3F;
    private static final int PAYLOAD_BITS = 6;
    /** By the length of a sequence: the lowest code point that needs that number of bytes. */
    private static final int[] LOWEST = {0, 0, 0x80, 0x800, 0x1_0000};

    private StrictUtf8() {}

    /** Whether the bytes are UTF-8: no overlong form, no surrogate, no character beyond U+10FFFF. */
    static boolean isValid(byte[] bytes, int from, int until) {
        int i = from;
        for (; i <= until - Long.BYTES; i += Long.BYTES) {
            if (((long) LONG.get(bytes, i) & NOT_ASCII) != 0) {
                return isAnyValid(bytes, i, until);
            }
        }
        for (; i < until; i++) {
            if (bytes[i] < 0) {
                return isAnyValid(bytes, i, until);
            }
        }
        return true;
    }

    private static boolean isAnyValid(byte[] bytes, int from, int until) {
        for (int i = from; i < until;) {
            int length = length(bytes[i]);
            if (length > until - i || length == 0) {
                return false;
            }
            int codePoint = codePoint(bytes, i, length);
            if (codePoint < LOWEST[length] || codePoint > Character.MAX_CODE_POINT
                    || codePoint >= FIRST_SURROGATE && codePoint <= LAST_SURROGATE) {
                return false;
            }
            i += length;
        }
        return true;
    }

    /** Whether valid UTF-8 has white space alone, or nothing. */
    static boolean isBlank(byte[] bytes, int from, int until) {
        for (int i = from; i < until;) {
            int length = length(bytes[i]);
            if (!Character.isWhitespace(codePoint(bytes, i, length))) {
                return false;
            }
            i += length;
        }
        return true;
    }

    /** The number of characters of valid UTF-8. */
    static int characters(byte[] bytes, int from, int until) {
        int characters = 0;
        for (int i = from; i < until; i++) {
            characters += (bytes[i] & CONTINUATION_MASK) == CONTINUATION ? 0 : 1;
        }
        return characters;
    }

    /** Of the sequence that starts with this byte; 0 when none does. */
    private static int length(byte first) {
        if (first >= 0) {
            return 1;
        }
        return switch ((first & 0xFF) >> 4) {
            case 0b1100, 0b1101 -> 2;
            case 0b1110 -> 3;
            case 0b1111 -> (first & 0b1000) == 0 ? 4 : 0;
            default -> 0;
        };
    }

    /** Negative when a byte continues no sequence. */
    private static int codePoint(byte[] bytes, int from, int length) {
        if (length == 1) {
            return bytes[from];
        }
        int codePoint = bytes[from] & PAYLOAD >> length - 1;
        for (int i = 1; i < length; i++) {
            byte next = bytes[from + i];
            if ((next & CONTINUATION_MASK) != CONTINUATION) {
                return -1;
            }
            codePoint = codePoint << PAYLOAD_BITS | next & PAYLOAD;
        }
        return codePoint;
    }
}
