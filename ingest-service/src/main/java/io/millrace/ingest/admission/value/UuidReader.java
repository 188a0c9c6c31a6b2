package io.millrace.ingest.admission.value;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.function.Function;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.contracts.schema.UuidText;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** UUIDs in their 36-character text form; kept as text in lower case, or as 16 bytes where the contract says fixed. */
record UuidReader(Function<String, Object> form) implements ValueReader {
    /** For the uuid that is a string in Avro. */
    static final UuidReader AS_TEXT = new UuidReader(text -> text);

    /** For the uuid that is a fixed of 16 bytes in Avro. */
    static UuidReader asBinary(Schema fixed) {
        return new UuidReader(text -> {
            UUID uuid = UUID.fromString(text);
            byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES).putLong(uuid.getMostSignificantBits())
                    .putLong(uuid.getLeastSignificantBits()).array();
            return new GenericData.Fixed(fixed, bytes);
        });
    }

    @Override
    public @Nullable Object read(JsonParser json, ValidationErrors errors) throws IOException {
        if (!json.hasToken(JsonToken.VALUE_STRING)) {
            return errors.unexpected("uuid string", json);
        }
        String canonical = UuidText.canonical(json.getText());
        return canonical == null ? errors.problem(UuidText.REASON) : form.apply(canonical);
    }
}
