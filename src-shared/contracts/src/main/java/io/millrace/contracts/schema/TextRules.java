package io.millrace.contracts.schema;

import org.jspecify.annotations.Nullable;

/** The rules for text that every reader of a table can hold: whole Unicode characters, without U+0000. */
public final class TextRules {
    private TextRules() {}

    /** Why the text cannot be stored as it is; null when it can. */
    public static @Nullable String fault(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return "must not hold U+0000";
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c) || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return "must not hold half of a surrogate pair";
                }
                i++;
            }
        }
        return null;
    }
}
