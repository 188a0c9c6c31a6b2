package io.millrace.ingest.openapi;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.RoleValues;
import io.millrace.contracts.schema.SupportedTypes;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * Contracts as JSON Schema 2020-12: what JSON an event of the stream may be. Nothing that it allows is refused, as far
 * as its words reach: a number so small that it would become 0 and an event that is too large are, and it cannot say
 * so.
 */
final class JsonSchemas {
    private static final BigDecimal MAX_FLOAT = new BigDecimal(Float.toString(Float.MAX_VALUE));
    private static final BigDecimal MAX_DOUBLE = new BigDecimal(Double.toString(Double.MAX_VALUE));
    private static final long MIN_DAY = LocalDate.of(1, 1, 1).toEpochDay();
    private static final long MAX_DAY = LocalDate.of(9999, 12, 31).toEpochDay();
    private static final long SECONDS_PER_DAY = 86_400;
    /** Half of what is taken, because it counts a character beyond U+FFFF as two. */
    private static final int MAX_MAP_KEY = 500;

    private final Set<String> notEmpty = new HashSet<>();
    private final String eventId;

    private JsonSchemas(Contract contract) {
        this.eventId = contract.roles().eventId();
        notEmpty.add(contract.roles().pk());
        notEmpty.add(eventId);
        notEmpty.addAll(contract.partitionBy());
        contract.roles().region().ifPresent(notEmpty::add);
    }

    /** The schema of an event. The id may be missing where it is text: requests have other ways to name events. */
    static Map<String, Object> event(Contract contract) {
        return new JsonSchemas(contract).top(contract);
    }

    private Map<String, Object> top(Contract contract) {
        Map<String, Object> schema = record(contract.schema());
        List<String> required = new ArrayList<>();
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Schema.Field field : contract.schema().getFields()) {
            boolean key = field.name().equals(contract.roles().pk()) || field.name().equals(eventId);
            Map<String, Object> property = notEmpty.contains(field.name())
                    ? notEmpty(field.schema(), key)
                    : value(field.schema());
            properties.put(field.name(), described(field.doc(), property));
            boolean generated = field.name().equals(eventId) && field.schema().getType() == Schema.Type.STRING;
            boolean emptyDefault = notEmpty.contains(field.name()) && field.hasDefaultValue()
                    && field.defaultVal() instanceof CharSequence text && text.toString().isBlank();
            if (emptyDefault || !field.hasDefaultValue() && !generated) {
                required.add(field.name());
            }
        }
        schema.put("required", required);
        schema.put("properties", properties);
        return schema;
    }

    private static Map<String, Object> record(Schema schema) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", "object");
        List<String> required = new ArrayList<>();
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Schema.Field field : schema.getFields()) {
            if (!field.hasDefaultValue()) {
                required.add(field.name());
            }
            properties.put(field.name(), described(field.doc(), value(field.schema())));
        }
        json.put("additionalProperties", false);
        json.put("required", required);
        json.put("properties", properties);
        return described(schema.getDoc(), json);
    }

    private static Map<String, Object> notEmpty(Schema declared, boolean key) {
        Schema schema = SupportedTypes.nonNull(declared);
        if (schema.getType() != Schema.Type.STRING || schema.getLogicalType() != null) {
            return value(declared);
        }
        Map<String, Object> json = text();
        json.put("minLength", 1);
        if (key) {
            json.put("pattern", AvroPatterns.KEY);
            json.put("maxLength", RoleValues.MAX_KEY_LENGTH);
        }
        return nullable(declared, json);
    }

    private static Map<String, Object> value(Schema declared) {
        return nullable(declared, plain(SupportedTypes.nonNull(declared)));
    }

    private static Map<String, Object> nullable(Schema declared, Map<String, Object> json) {
        return declared.getType() == Schema.Type.UNION ? either(Map.of("type", "null"), json) : json;
    }

    private static Map<String, Object> plain(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> record(schema);
            case ARRAY -> of("type", "array", "items", value(schema.getElementType()));
            case MAP ->
                of("type", "object", "propertyNames", of("pattern", AvroPatterns.TEXT, "maxLength", MAX_MAP_KEY),
                        "additionalProperties", value(schema.getValueType()));
            case ENUM -> of("enum", List.copyOf(schema.getEnumSymbols()));
            case STRING -> schema.getLogicalType() instanceof LogicalTypes.Uuid ? uuid() : text();
            case INT, LONG -> whole(schema);
            case FLOAT -> of("type", "number", "minimum", MAX_FLOAT.negate(), "maximum", MAX_FLOAT);
            case DOUBLE -> of("type", "number", "minimum", MAX_DOUBLE.negate(), "maximum", MAX_DOUBLE);
            case BOOLEAN -> of("type", "boolean");
            case BYTES, FIXED -> binary(schema);
            case UNION, NULL -> throw new IllegalArgumentException("a contract holds no bare " + schema);
        };
    }

    private static Map<String, Object> text() {
        return of("type", "string", "pattern", AvroPatterns.TEXT);
    }

    private static Map<String, Object> uuid() {
        return of("type", "string", "format", "uuid", "pattern", AvroPatterns.UUID);
    }

    private static Map<String, Object> whole(Schema schema) {
        return switch (schema.getLogicalType()) {
            case LogicalTypes.Date unused ->
                either(of("type", "string", "format", "date", "pattern", AvroPatterns.DATE),
                        integer(MIN_DAY, MAX_DAY, "days since 1970-01-01"));
            case LogicalTypes.TimestampMillis unused -> time(3, 1_000L, "milliseconds since 1970-01-01 UTC");
            case LogicalTypes.TimestampMicros unused -> time(6, 1_000_000L, "microseconds since 1970-01-01 UTC");
            case LogicalTypes.TimeMillis unused -> integer(0, SECONDS_PER_DAY * 1_000 - 1, "milliseconds of the day");
            case LogicalTypes.TimeMicros unused ->
                integer(0, SECONDS_PER_DAY * 1_000_000 - 1, "microseconds of the day");
            case null, default -> schema.getType() == Schema.Type.INT
                    ? of("type", "integer", "minimum", Integer.MIN_VALUE, "maximum", Integer.MAX_VALUE)
                    : of("type", "integer", "minimum", Long.MIN_VALUE, "maximum", Long.MAX_VALUE);
        };
    }

    private static Map<String, Object> time(int places, long perSecond, String unit) {
        return either(of("type", "string", "format", "date-time", "pattern", AvroPatterns.time(places)),
                integer(MIN_DAY * SECONDS_PER_DAY * perSecond, (MAX_DAY + 1) * SECONDS_PER_DAY * perSecond - 1, unit));
    }

    private static Map<String, Object> integer(long minimum, long maximum, String unit) {
        return of("type", "integer", "minimum", minimum, "maximum", maximum, "description", unit);
    }

    private static Map<String, Object> binary(Schema schema) {
        return switch (schema.getLogicalType()) {
            case LogicalTypes.Decimal decimal -> decimal(decimal.getPrecision(), decimal.getScale());
            case LogicalTypes.Uuid unused -> uuid();
            case null, default -> {
                boolean fixed = schema.getType() == Schema.Type.FIXED;
                yield of("type", "string", "contentEncoding", "base64", "pattern",
                        fixed ? AvroPatterns.base64(schema.getFixedSize()) : AvroPatterns.base64());
            }
        };
    }

    /** As text the digits are those that are kept; as a number a reader in between may round them. */
    private static Map<String, Object> decimal(int precision, int scale) {
        // A power of ten is the same number for readers of the schema that know double-precision numbers alone.
        BigDecimal bound = BigDecimal.ONE.scaleByPowerOfTen(precision - scale);
        return either(of("type", "string", "pattern", AvroPatterns.decimal(precision, scale)),
                of("type", "number", "exclusiveMinimum", bound.negate(), "exclusiveMaximum", bound, "multipleOf",
                        BigDecimal.ONE.scaleByPowerOfTen(-scale), "description", "a decimal of at most " + precision
                                + " digits, " + scale + " of them decimal places"));
    }

    private static Map<String, Object> either(Map<String, Object> one, Map<String, Object> other) {
        return of("oneOf", List.of(one, other));
    }

    private static Map<String, Object> described(@org.jspecify.annotations.Nullable String doc,
            Map<String, Object> json) {
        if (doc != null) {
            json.put("description", doc);
        }
        return json;
    }

    /** Names and values by turns. */
    static Map<String, Object> of(Object... members) {
        Map<String, Object> json = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            json.put((String) members[i], members[i + 1]);
        }
        return json;
    }
}
