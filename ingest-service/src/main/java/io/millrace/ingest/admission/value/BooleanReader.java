package io.millrace.ingest.admission.value;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonParser;
import org.jspecify.annotations.Nullable;

/** The words true and false. */
record BooleanReader() implements ValueReader {
    @Override
    public @Nullable Object read(JsonParser json, ValidationErrors errors) throws IOException {
        return json.currentToken() != null && json.currentToken().isBoolean()
                ? Boolean.valueOf(json.getBooleanValue())
                : errors.unexpected("boolean", json);
    }
}
