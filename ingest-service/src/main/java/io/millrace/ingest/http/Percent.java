package io.millrace.ingest.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/** Percent-encoding (RFC 3986 section 2.1) of UTF-8, to the letter: {@code +} is itself, and what is no UTF-8 is not replaced. */
final class Percent {
    private static final int HEX = 16;

    private Percent() {}

    /** The text; null when there is none. */
    static @Nullable String decode(String encoded) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c != '%') {
                out.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            int high = i + 2 < encoded.length() ? Character.digit(encoded.charAt(i + 1), HEX) : -1;
            int low = i + 2 < encoded.length() ? Character.digit(encoded.charAt(i + 2), HEX) : -1;
            if (high < 0 || low < 0) {
                return null;
            }
            out.write(high * HEX + low);
            i += 2;
        }
        return Strict.utf8(out.toByteArray()).orElse(null);
    }
}
