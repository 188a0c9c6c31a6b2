package io.millrace.landing.letters;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.contracts.schema.SupportedTypes;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Converts Avro values to JSON, in the forms in which {@link JsonValues} and the gateway take them. */
final class EventJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private EventJson() {}

    static ObjectNode of(GenericRecord record) {
        ObjectNode json = JSON.objectNode();
        for (Schema.Field field : record.getSchema().getFields()) {
            json.set(field.name(), of(field.schema(), record.get(field.pos())));
        }
        return json;
    }

    private static JsonNode of(Schema declared, @Nullable Object value) {
        if (value == null) {
            return JSON.nullNode();
        }
        Schema schema = SupportedTypes.nonNull(declared);
        LogicalType logical = schema.getLogicalType();
        return switch (schema.getType()) {
            case STRING, ENUM -> JSON.textNode(value.toString());
            case BOOLEAN -> JSON.booleanNode((Boolean) value);
            case INT -> logical instanceof LogicalTypes.Date
                    ? JSON.textNode(LocalDate.ofEpochDay((Integer) value).toString())
                    : JSON.numberNode((Integer) value);
            case LONG -> time(logical, (Long) value);
            case FLOAT -> JSON.numberNode((Float) value);
            case DOUBLE -> JSON.numberNode((Double) value);
            case BYTES -> bytes(logical, content((ByteBuffer) value));
            case FIXED -> bytes(logical, ((GenericFixed) value).bytes());
            case ARRAY -> array(schema, (List<?>) value);
            case MAP -> map(schema, (Map<?, ?>) value);
            case RECORD -> of((GenericRecord) value);
            case UNION, NULL -> throw new IllegalStateException("a contract has no " + schema);
        };
    }

    private static JsonNode time(@Nullable LogicalType logical, long value) {
        if (logical instanceof LogicalTypes.TimestampMillis) {
            return JSON.textNode(Instant.EPOCH.plus(value, ChronoUnit.MILLIS).toString());
        }
        if (logical instanceof LogicalTypes.TimestampMicros) {
            return JSON.textNode(Instant.EPOCH.plus(value, ChronoUnit.MICROS).toString());
        }
        return JSON.numberNode(value);
    }

    private static JsonNode bytes(@Nullable LogicalType logical, byte[] bytes) {
        if (logical instanceof LogicalTypes.Decimal decimal) {
            // As text, because a reader of numbers may round it. No bytes are zero.
            BigInteger unscaled = bytes.length == 0 ? BigInteger.ZERO : new BigInteger(bytes);
            return JSON.textNode(new BigDecimal(unscaled, decimal.getScale()).toPlainString());
        }
        if (logical instanceof LogicalTypes.Uuid) {
            ByteBuffer halves = ByteBuffer.wrap(bytes);
            return JSON.textNode(new UUID(halves.getLong(), halves.getLong()).toString());
        }
        return JSON.binaryNode(bytes);
    }

    private static byte[] content(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static ArrayNode array(Schema schema, List<?> elements) {
        ArrayNode json = JSON.arrayNode();
        elements.forEach(element -> json.add(of(schema.getElementType(), element)));
        return json;
    }

    private static ObjectNode map(Schema schema, Map<?, ?> entries) {
        ObjectNode json = JSON.objectNode();
        entries.forEach((name, value) -> json.set(String.valueOf(name), of(schema.getValueType(), value)));
        return json;
    }
}
