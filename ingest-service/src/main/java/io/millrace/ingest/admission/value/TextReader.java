package io.millrace.ingest.admission.value;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.contracts.schema.TextRules;
import org.jspecify.annotations.Nullable;

/** Strings that every reader of the table can hold: whole Unicode characters, without U+0000. */
record TextReader() implements ValueReader {
    @Override
    public @Nullable Object read(JsonParser json, ValidationErrors errors) throws IOException {
        if (!json.hasToken(JsonToken.VALUE_STRING)) {
            return errors.unexpected("string", json);
        }
        String text = json.getText();
        String fault = TextRules.fault(text);
        return fault == null ? text : errors.problem(fault);
    }
}
