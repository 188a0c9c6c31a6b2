package io.millrace.ingest.admission;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.millrace.contracts.schema.SupportedTypes;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Holds a decoded event against the JSON that it was sent as; written from the contract's rules, not from the readers.
 */
final class SameEvent {
    private SameEvent() {}

    /** Every member of the object is in the record as it was sent, and every other field is its default. */
    static void check(Map<?, ?> sent, GenericRecord decoded, String... madeUp) {
        sent.keySet().forEach(name -> assertNotNull(decoded.getSchema().getField((String) name), "no such field"));
        for (Schema.Field field : decoded.getSchema().getFields()) {
            Object value = decoded.get(field.pos());
            if (sent.containsKey(field.name())) {
                check(field.schema(), sent.get(field.name()), value);
            } else if (!List.of(madeUp).contains(field.name())) {
                assertEquals(GenericData.get().getDefaultValue(field), value, field.name());
            }
        }
    }

    private static void check(Schema declared, @Nullable Object sent, @Nullable Object value) {
        if (sent == null || value == null) {
            assertEquals(sent, value);
            return;
        }
        Schema schema = SupportedTypes.nonNull(declared);
        switch (schema.getType()) {
            case RECORD -> check((Map<?, ?>) sent, (GenericRecord) value);
            case ARRAY -> {
                List<?> all = (List<?>) sent;
                List<?> values = (List<?>) value;
                assertEquals(all.size(), values.size());
                for (int i = 0; i < all.size(); i++) {
                    check(schema.getElementType(), all.get(i), values.get(i));
                }
            }
            case MAP -> {
                assertEquals(((Map<?, ?>) sent).size(), ((Map<?, ?>) value).size());
                ((Map<?, ?>) value).forEach(
                        (key, entry) -> check(schema.getValueType(), ((Map<?, ?>) sent).get(key.toString()), entry));
            }
            case STRING -> assertEquals(schema.getLogicalType() instanceof LogicalTypes.Uuid
                    ? sent.toString().toLowerCase(Locale.ROOT)
                    : sent.toString(), value.toString());
            case ENUM, BOOLEAN -> assertEquals(sent.toString(), value.toString());
            // As numbers: of a zero, exact numbers lose the sign that floating ones keep.
            case FLOAT -> assertTrue(Float.parseFloat(sent.toString()) == (float) value, () -> sent + ", " + value);
            case DOUBLE -> assertTrue(Double.parseDouble(sent.toString()) == (double) value, () -> sent + ", " + value);
            case INT, LONG -> assertEquals(0, number(schema, sent).compareTo(new BigDecimal(value.toString())),
                    () -> sent + ", " + value);
            case BYTES, FIXED -> binary(schema, sent, value);
            case NULL, UNION -> throw new AssertionError("no type of a value: " + schema);
        }
    }

    private static BigDecimal number(Schema schema, Object sent) {
        if (sent instanceof BigDecimal number) {
            return number;
        }
        String text = sent.toString().toUpperCase(Locale.ROOT);
        if (schema.getLogicalType() instanceof LogicalTypes.Date) {
            return BigDecimal.valueOf(LocalDate.parse(text).toEpochDay());
        }
        Duration since = Duration.between(Instant.EPOCH, OffsetDateTime.parse(text));
        ChronoUnit unit = schema.getLogicalType() instanceof LogicalTypes.TimestampMillis
                ? ChronoUnit.MILLIS
                : ChronoUnit.MICROS;
        return BigDecimal.valueOf(since.getSeconds()).add(BigDecimal.valueOf(since.getNano(), 9))
                .divide(BigDecimal.valueOf(unit.getDuration().toNanos(), 9)).stripTrailingZeros()
                .setScale(0);
    }

    private static void binary(Schema schema, Object sent, Object value) {
        byte[] bytes = value instanceof GenericData.Fixed fixed ? fixed.bytes() : array((ByteBuffer) value);
        if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
            assertEquals(0, new BigDecimal(sent.toString())
                    .compareTo(new BigDecimal(new BigInteger(bytes), decimal.getScale())));
        } else {
            assertArrayEquals(Base64.getDecoder().decode(sent.toString()), bytes);
        }
    }

    private static byte[] array(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
