package io.millrace.ingest.admission.value;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** Bytes as padded Base64 (RFC 4648 section 4) in its one canonical form. */
public record BinaryReader(Schema schema) implements ValueReader {
    @Override
    public @Nullable Object read(JsonParser json, ValidationErrors errors) throws IOException {
        if (!json.hasToken(JsonToken.VALUE_STRING)) {
            return errors.unexpected("base64 string", json);
        }
        byte[] bytes = decode(json.getText());
        if (bytes == null) {
            return errors.problem("expected padded base64 (RFC 4648 section 4)");
        }
        if (schema.getType() == Schema.Type.BYTES) {
            return ByteBuffer.wrap(bytes);
        }
        return bytes.length == schema.getFixedSize()
                ? new GenericData.Fixed(schema, bytes)
                : errors.problem("expected " + schema.getFixedSize() + " bytes, got " + bytes.length);
    }

    /** The bytes; null when the text is not their canonical form. */
    public static byte @Nullable [] decode(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            // The JDK forgives missing padding and stray bits at the end; what it forgives it writes differently.
            return Base64.getEncoder().encodeToString(bytes).equals(text) ? bytes : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
