package io.millrace.landing.letters;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.contracts.schema.SupportedTypes;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** Converts JSON values to Avro values, in the forms in which the gateway takes them. Names a value by its pointer alone. */
final class JsonValues {
    private static final Conversions.DecimalConversion DECIMALS = new Conversions.DecimalConversion();

    private JsonValues() {}

    static @Nullable Object convert(Schema declared, JsonNode json, String at) throws PatchException {
        if (json.isNull()) {
            if (declared.isNullable()) {
                return null;
            }
            throw new PatchException(at, "must not be null");
        }
        Schema schema = SupportedTypes.nonNull(declared);
        LogicalType logical = schema.getLogicalType();
        return switch (schema.getType()) {
            case STRING -> text(json, at);
            case BOOLEAN -> {
                require(json.isBoolean(), at, "must be true or false");
                yield json.booleanValue();
            }
            case INT -> logical instanceof LogicalTypes.Date && json.isTextual()
                    ? date(json, at)
                    : whole(json.canConvertToInt(), json, at).intValue();
            case LONG -> json.isTextual() ? time(logical, json, at) : whole(json.canConvertToLong(), json, at);
            case FLOAT -> (float) number(json, at).doubleValue();
            case DOUBLE -> number(json, at).doubleValue();
            case ENUM -> {
                require(schema.hasEnumSymbol(text(json, at)), at, "must be a symbol of its enum");
                yield new GenericData.EnumSymbol(schema, text(json, at));
            }
            case BYTES, FIXED -> bytes(schema, logical, json, at);
            case ARRAY -> array(schema, json, at);
            case MAP -> map(schema, json, at);
            case RECORD -> record(schema, json, at);
            case UNION, NULL -> throw new IllegalStateException("a contract has no " + schema);
        };
    }

    private static GenericData.Record record(Schema schema, JsonNode json, String at) throws PatchException {
        require(json.isObject(), at, "must be an object");
        GenericData.Record record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            JsonNode value = json.get(field.name());
            record.put(field.pos(), value == null
                    ? fallback(field, at + "/" + field.name())
                    : convert(field.schema(), value, at + "/" + field.name()));
        }
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            require(schema.getField(entry.getKey()) != null, at + "/" + entry.getKey(), "is no field of the contract");
        }
        return record;
    }

    /** The value of a field that is left out. */
    static @Nullable Object fallback(Schema.Field field, String at) throws PatchException {
        if (field.hasDefaultValue()) {
            return GenericData.get().getDefaultValue(field);
        }
        if (field.schema().isNullable()) {
            return null;
        }
        throw new PatchException(at, "has no default, so that it must have a value");
    }

    private static List<@Nullable Object> array(Schema schema, JsonNode json, String at) throws PatchException {
        require(json.isArray(), at, "must be an array");
        List<@Nullable Object> elements = new ArrayList<>();
        for (JsonNode element : json) {
            elements.add(convert(schema.getElementType(), element, at + "/" + elements.size()));
        }
        return elements;
    }

    private static Map<String, @Nullable Object> map(Schema schema, JsonNode json, String at) throws PatchException {
        require(json.isObject(), at, "must be an object");
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            map.put(entry.getKey(), convert(schema.getValueType(), entry.getValue(), at + "/" + entry.getKey()));
        }
        return map;
    }

    private static Object bytes(Schema schema, @Nullable LogicalType logical, JsonNode json, String at)
            throws PatchException {
        if (logical instanceof LogicalTypes.Decimal decimal) {
            BigDecimal exact = decimal(decimal, json, at);
            return schema.getType() == Schema.Type.FIXED
                    ? DECIMALS.toFixed(exact, schema, decimal)
                    : DECIMALS.toBytes(exact, schema, decimal);
        }
        try {
            byte[] bytes = json.binaryValue();
            if (bytes != null && json.isTextual()) {
                require(schema.getType() == Schema.Type.BYTES || bytes.length == schema.getFixedSize(), at,
                        "must have as many bytes as the contract says");
                return schema.getType() == Schema.Type.BYTES
                        ? ByteBuffer.wrap(bytes)
                        : new GenericData.Fixed(schema, bytes);
            }
        } catch (IOException e) {
            throw new PatchException(at, "must be Base64");
        }
        throw new PatchException(at, "must be Base64");
    }

    private static BigDecimal decimal(LogicalTypes.Decimal type, JsonNode json, String at) throws PatchException {
        try {
            BigDecimal given = json.isTextual() ? new BigDecimal(json.textValue()) : number(json, at).decimalValue();
            // Before the scale is set, which writes an exponent out.
            require((long) given.precision() - given.scale() <= type.getPrecision(), at, "has too many digits");
            BigDecimal exact = given.setScale(type.getScale());
            require(exact.precision() <= type.getPrecision(), at, "has too many digits");
            return exact;
        } catch (NumberFormatException e) {
            throw new PatchException(at, "must be a number");
        } catch (ArithmeticException e) {
            throw new PatchException(at, "has more than " + type.getScale() + " digits after the point");
        }
    }

    /** In days since 1970-01-01. */
    private static int date(JsonNode json, String at) throws PatchException {
        try {
            return Math.toIntExact(LocalDate.parse(json.textValue()).toEpochDay());
        } catch (DateTimeException | ArithmeticException e) {
            throw new PatchException(at, "must be a date such as 2026-03-01");
        }
    }

    private static long time(@Nullable LogicalType logical, JsonNode json, String at) throws PatchException {
        try {
            if (logical instanceof LogicalTypes.TimestampMillis) {
                return Instant.parse(json.textValue()).toEpochMilli();
            }
            if (logical instanceof LogicalTypes.TimestampMicros) {
                return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(json.textValue()));
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw new PatchException(at, "must be a time such as 2026-03-01T12:00:00Z");
        }
        throw new PatchException(at, "must be a whole number");
    }

    private static String text(JsonNode json, String at) throws PatchException {
        require(json.isTextual(), at, "must be text");
        return json.textValue();
    }

    private static Long whole(boolean fits, JsonNode json, String at) throws PatchException {
        require(json.isIntegralNumber() && fits, at, "must be a whole number of its type");
        return json.longValue();
    }

    private static JsonNode number(JsonNode json, String at) throws PatchException {
        require(json.isNumber(), at, "must be a number");
        return json;
    }

    private static void require(boolean holds, String at, String problem) throws PatchException {
        if (!holds) {
            throw new PatchException(at, problem);
        }
    }
}
