package io.millrace.ingest.admission;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.jspecify.annotations.Nullable;

/** Strings that every reader of the table can hold: whole Unicode characters, without U+0000. */
record TextReader() implements ValueReader {
    @Override
    public @Nullable Object read(JsonParser json, Findings findings) throws IOException {
        if (!json.hasToken(JsonToken.VALUE_STRING)) {
            return findings.unexpected("string", json);
        }
        String text = json.getText();
        String fault = fault(text);
        return fault == null ? text : findings.problem(fault);
    }

    /** Why the text cannot be stored as it is; null when it can. */
    static @Nullable String fault(String text) {
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
