package io.millrace.ingest.http.syntax;

import java.io.ByteArrayOutputStream;

import org.jspecify.annotations.Nullable;

/**
 * PercentEncoding-encoding (RFC 3986 section 2.1) of UTF-8, to the letter: {@code +} is itself, and what is not valid
 * UTF-8 is not replaced. What is not encoded may be UTF-8 too, as it came over the wire: the platform hands on each of
 * its bytes as one character.
 */
public final class PercentEncoding {
    private static final int HEX = 16;
    private static final int MAX_BYTE = 0xff;

    private PercentEncoding() {}

    /** The text; null when there is none. */
    public static @Nullable String decode(String encoded) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c > MAX_BYTE) {
                return null;
            }
            if (c != '%') {
                out.write(c);
                continue;
            }
            int high = i + 2 < encoded.length() ? digit(encoded.charAt(i + 1)) : -1;
            int low = i + 2 < encoded.length() ? digit(encoded.charAt(i + 2)) : -1;
            if (high < 0 || low < 0) {
                return null;
            }
            out.write(high * HEX + low);
            i += 2;
        }
        return Utf8Text.utf8(out.toByteArray()).orElse(null);
    }

    /** Of ASCII alone: other scripts have digits too. */
    private static int digit(char c) {
        return c < 0x80 ? Character.digit(c, HEX) : -1;
    }
}
