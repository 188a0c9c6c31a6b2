package io.millrace.contracts.testing;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.contracts.schema.DefaultRules;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** JSON values of the HTTP API as Avro's generic values, without the code of the gateway. */
final class PlainAvro {
    private PlainAvro() {}

    static GenericData.Record record(Schema schema, JsonNode event) {
        GenericData.Record record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            record.put(field.pos(), event.has(field.name())
                    ? value(field.schema(), event.get(field.name()))
                    : DefaultRules.valueOf(field));
        }
        return record;
    }

    private static @Nullable Object value(Schema declared, JsonNode json) {
        if (json.isNull()) {
            return null;
        }
        Schema schema = declared.getType() == Schema.Type.UNION ? declared.getTypes().getLast() : declared;
        return switch (schema.getType()) {
            case RECORD -> record(schema, json);
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                json.forEach(element -> list.add(value(schema.getElementType(), element)));
                yield list;
            }
            case MAP -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                json.properties()
                        .forEach(entry -> map.put(entry.getKey(), value(schema.getValueType(), entry.getValue())));
                yield map;
            }
            case ENUM -> new GenericData.EnumSymbol(schema, json.textValue());
            case STRING -> schema.getLogicalType() == null
                    ? json.textValue()
                    : json.textValue().toLowerCase(Locale.ROOT);
            case BOOLEAN -> json.booleanValue();
            case INT -> (int) number(schema, json);
            case LONG -> number(schema, json);
            case FLOAT -> json.floatValue();
            case DOUBLE -> json.doubleValue();
            case BYTES -> ByteBuffer.wrap(bytes(schema, json));
            case FIXED -> new GenericData.Fixed(schema, bytes(schema, json));
            case UNION, NULL -> throw new IllegalArgumentException("no value of " + schema);
        };
    }

    private static long number(Schema schema, JsonNode json) {
        if (json.isNumber()) {
            return json.longValue();
        }
        return switch (schema.getLogicalType()) {
            case LogicalTypes.Date unused -> LocalDate.parse(json.textValue()).toEpochDay();
            case LogicalTypes.TimestampMicros unused ->
                ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(json.textValue()));
            default -> Instant.parse(json.textValue()).toEpochMilli();
        };
    }

    private static byte[] bytes(Schema schema, JsonNode json) {
        return switch (schema.getLogicalType()) {
            case LogicalTypes.Decimal decimal ->
                new BigDecimal(json.textValue()).setScale(decimal.getScale()).unscaledValue().toByteArray();
            case LogicalTypes.Uuid unused -> {
                UUID uuid = UUID.fromString(json.textValue());
                yield ByteBuffer.allocate(2 * Long.BYTES).putLong(uuid.getMostSignificantBits())
                        .putLong(uuid.getLeastSignificantBits()).array();
            }
            case null, default -> Base64.getDecoder().decode(json.textValue());
        };
    }
}
