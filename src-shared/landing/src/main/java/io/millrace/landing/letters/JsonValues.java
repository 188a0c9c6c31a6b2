package io.millrace.landing.letters;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.contracts.schema.SupportedTypes;
import io.millrace.contracts.schema.TextRules;
import io.millrace.contracts.schema.UuidText;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** Converts JSON values to Avro values, in the forms in which the gateway takes them. Names a value by its pointer alone. */
final class JsonValues {
    /** Reads JSON without loss: numbers keep their digits, and a name occurs once. */
    static final JsonMapper MAPPER = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
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
                    ? JsonNumbers.date(json, at)
                    : JsonNumbers.whole(Integer.MIN_VALUE, Integer.MAX_VALUE, json, at).intValue();
            case LONG -> json.isTextual()
                    ? JsonNumbers.time(logical, json, at)
                    : JsonNumbers.whole(Long.MIN_VALUE, Long.MAX_VALUE, json, at);
            case FLOAT -> (float) JsonNumbers.inRange(JsonNumbers.number(json, at).floatValue(), json, at);
            case DOUBLE -> JsonNumbers.inRange(JsonNumbers.number(json, at).doubleValue(), json, at);
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

    /** Sets a field that has no value to a key that is known as text. */
    static void putKey(ObjectNode event, Schema.Field field, String key) {
        boolean number = SupportedTypes.nonNull(field.schema()).getType() != Schema.Type.STRING
                && key.matches("-?[0-9]{1,18}");
        if (number) {
            event.put(field.name(), Long.parseLong(key));
        } else {
            event.put(field.name(), key);
        }
    }

    static GenericData.Record record(Schema schema, JsonNode json, String at) throws PatchException {
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
            text(entry.getKey(), at);
            map.put(entry.getKey(), convert(schema.getValueType(), entry.getValue(), at + "/" + entry.getKey()));
        }
        return map;
    }

    private static Object bytes(Schema schema, @Nullable LogicalType logical, JsonNode json, String at)
            throws PatchException {
        if (logical instanceof LogicalTypes.Decimal decimal) {
            BigDecimal exact = JsonNumbers.decimal(decimal, json, at);
            return schema.getType() == Schema.Type.FIXED
                    ? DECIMALS.toFixed(exact, schema, decimal)
                    : DECIMALS.toBytes(exact, schema, decimal);
        }
        if (logical instanceof LogicalTypes.Uuid && schema.getType() == Schema.Type.FIXED) {
            return uuid(schema, json, at);
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

    private static GenericData.Fixed uuid(Schema schema, JsonNode json, String at) throws PatchException {
        String canonical = UuidText.canonical(text(json, at));
        if (canonical == null) {
            throw new PatchException(at, UuidText.REASON);
        }
        UUID uuid = UUID.fromString(canonical);
        return new GenericData.Fixed(schema, ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits()).array());
    }

    private static String text(JsonNode json, String at) throws PatchException {
        require(json.isTextual(), at, "must be text");
        return text(json.textValue(), at);
    }

    private static String text(String text, String at) throws PatchException {
        String fault = TextRules.fault(text);
        require(fault == null, at, String.valueOf(fault));
        return text;
    }

    static void require(boolean holds, String at, String problem) throws PatchException {
        if (!holds) {
            throw new PatchException(at, problem);
        }
    }
}
