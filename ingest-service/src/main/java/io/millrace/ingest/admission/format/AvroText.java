package io.millrace.ingest.admission.format;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.millrace.contracts.schema.SupportedTypes;
import io.millrace.contracts.schema.TextRules;
import io.millrace.ingest.admission.value.ValidationErrors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Holds the strings of decoded events to the same rules as those of JSON; Avro itself replaces what is not valid UTF-8.
 */
final class AvroText {
    private AvroText() {}

    static void check(Schema declared, @Nullable Object value, ValidationErrors errors) {
        if (value == null) {
            return;
        }
        Schema schema = SupportedTypes.nonNull(declared);
        switch (schema.getType()) {
            case STRING -> note(fault(value), errors);
            case RECORD -> {
                for (Schema.Field field : schema.getFields()) {
                    errors.into(field.name());
                    check(field.schema(), ((GenericRecord) value).get(field.pos()), errors);
                    errors.out();
                }
            }
            case ARRAY -> {
                int index = 0;
                for (Object element : (Iterable<?>) value) {
                    errors.into(index++);
                    check(schema.getElementType(), element, errors);
                    errors.out();
                }
            }
            case MAP -> ((Map<?, ?>) value).forEach((key, entry) -> {
                errors.into(key);
                note(fault(key), errors);
                check(schema.getValueType(), entry, errors);
                errors.out();
            });
            case ENUM, FIXED, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, UNION, NULL -> {
                // Holds no text of the caller's.
            }
        }
    }

    private static @Nullable String fault(Object text) {
        if (text instanceof Utf8 utf8) {
            try {
                var unused = StandardCharsets.UTF_8.newDecoder()
                        .decode(ByteBuffer.wrap(utf8.getBytes(), 0, utf8.getByteLength()));
            } catch (CharacterCodingException e) {
                return "is not valid UTF-8";
            }
        }
        return TextRules.fault(text.toString());
    }

    private static void note(@Nullable String fault, ValidationErrors errors) {
        if (fault != null) {
            errors.problem(fault);
        }
    }
}
