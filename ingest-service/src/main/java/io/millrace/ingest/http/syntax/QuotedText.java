package io.millrace.ingest.http.syntax;

import org.jspecify.annotations.Nullable;

/** Header values with or without quotes (RFC 9110 section 5.6.4). */
public final class QuotedText {
    private QuotedText() {}

    /** The text without quotes and escapes; null when quotes are opened and not closed, or something follows them. */
    public static @Nullable String unquoted(String value) {
        if (!value.startsWith("\"")) {
            return value;
        }
        StringBuilder text = new StringBuilder(value.length());
        for (int i = 1; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"') {
                return i == value.length() - 1 ? text.toString() : null;
            }
            if (c == '\\' && ++i == value.length()) {
                return null;
            }
            text.append(value.charAt(i));
        }
        return null;
    }
}
