package io.millrace.ingest.admission.value;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.jspecify.annotations.Nullable;

/** A union with null: null, or a value of the other branch, without any wrapping. */
record NullableReader(ValueReader other) implements ValueReader {
    @Override
    public @Nullable Object read(JsonParser json, ValidationErrors errors) throws IOException {
        return json.hasToken(JsonToken.VALUE_NULL) ? null : other.read(json, errors);
    }
}
