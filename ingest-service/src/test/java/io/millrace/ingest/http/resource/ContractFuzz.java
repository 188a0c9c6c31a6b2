package io.millrace.ingest.http.resource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Makes contracts of all types, and events at and beyond the bounds of their types, from a seed. */
final class ContractFuzz {
    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
    private static final int MAX_DEPTH = 3;
    private static final List<String> TEXTS = List.of("", " ", "a", "\u0000", "x\u0000y", "\ud83d\ude00", "e\u0301",
            "null", "0", "1.5", "2026-02-29", "a/b", "__HIVE_DEFAULT_PARTITION__", "\n", "\uffff");
    private static final List<String> DATES = List.of("2026-02-28", "2024-02-29", "2026-02-29", "0000-01-01",
            "0001-01-01",
            "9999-12-31", "10000-01-01", "2026-13-01", "2026-1-1", "2026-04-31", "");
    private static final List<String> TIMES = List.of("2026-01-01T00:00:00Z", "2026-01-01T00:00:00.123Z",
            "2026-01-01T00:00:00.123456Z", "2026-01-01T00:00:00.123456789Z", "2026-01-01T00:00:00.123000000Z",
            "2026-01-01T24:00:00Z", "2026-01-01T23:59:60Z", "2026-01-01T00:00:00", "2026-01-01T00:00:00+17:59",
            "2026-01-01T00:00:00-19:00", "2026-02-30T00:00:00Z", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+01:00",
            "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59-01:00", "10000-01-01T00:00:00+01:00",
            "2026-01-01 00:00:00Z");
    private static final List<String> UUIDS = List.of("018cc251-f400-7000-8000-000000000001",
            "018CC251-F400-7000-8000-00000000000A", "nope", "018cc251f40070008000000000000001", "");

    private final Random random;
    private int names;
    private int events;

    ContractFuzz(long seed) {
        this.random = new Random(seed);
    }

    /** A contract whose roles are of these types. */
    String contract() {
        StringBuilder fields = new StringBuilder();
        fields.append(field("pk", pick("\"string\"", "\"int\"", "\"long\""))).append(", ")
                .append(field("event_id", pick("\"string\"", "\"string\"", "\"long\""))).append(", ")
                .append(field("event_time", logical("long", pick("timestamp-millis", "timestamp-micros"))));
        int count = 4 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            fields.append(", ").append(field("f" + i, type(0)));
        }
        fields.append(", {\"name\": \"later\", \"type\": \"int\", \"default\": 7}");
        return "{\"type\": \"record\", \"name\": \"Fuzz\", \"fields\": [" + fields + "]}";
    }

    private String field(String name, String type) {
        return "{\"name\": \"" + name + "\", \"type\": " + type + "}";
    }

    private String type(int depth) {
        return switch (random.nextInt(depth < MAX_DEPTH ? 20 : 16)) {
            case 0 -> "\"int\"";
            case 1 -> "\"long\"";
            case 2 -> "\"float\"";
            case 3 -> "\"double\"";
            case 4 -> "\"boolean\"";
            case 5, 6 -> "\"string\"";
            case 7 -> "\"bytes\"";
            case 8 -> logical("int", "date");
            case 9 -> logical("long", pick("timestamp-millis", "timestamp-micros"));
            case 10 -> logical("string", "uuid");
            case 11 -> decimal();
            case 12 -> "{\"type\": \"fixed\", \"name\": \"" + name() + "\", \"size\": " + (1 + random.nextInt(7)) + "}";
            case 13 -> "{\"type\": \"enum\", \"name\": \"" + name() + "\", \"symbols\": [\"RED\", \"GREEN\"]}";
            case 14, 15 -> "[\"null\", " + notNullable(depth) + "]";
            case 16 -> "{\"type\": \"array\", \"items\": " + type(depth + 1) + "}";
            case 17 -> "{\"type\": \"map\", \"values\": " + type(depth + 1) + "}";
            default -> "{\"type\": \"record\", \"name\": \"" + name() + "\", \"fields\": ["
                    + field("a", type(depth + 1)) + ", " + field("b", type(depth + 1)) + "]}";
        };
    }

    private String notNullable(int depth) {
        String type;
        do {
            type = type(depth);
        } while (type.startsWith("["));
        return type;
    }

    private String decimal() {
        int precision = 1 + random.nextInt(38);
        return "{\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": " + precision + ", \"scale\": "
                + random.nextInt(precision + 1) + "}";
    }

    private static String logical(String type, String logical) {
        return "{\"type\": \"" + type + "\", \"logicalType\": \"" + logical + "\"}";
    }

    private String name() {
        return "N" + names++;
    }

    /** An event; most of its values are lawful, and in some events one is not. */
    ObjectNode event(Schema schema) {
        boolean[] spoil = {random.nextInt(2) == 0};
        ObjectNode event = record(schema, spoil);
        // No two events of a request may have one key.
        events++;
        for (String role : List.of("pk", "event_id")) {
            JsonNode value = event.path(role);
            if (value.isTextual() && value.asText().startsWith("t")) {
                event.put(role, "t" + events);
            } else if (value.isNumber() && value.decimalValue().compareTo(BigDecimal.valueOf(99)) < 0
                    && value.decimalValue().signum() >= 0 && value.decimalValue().scale() <= 0) {
                event.put(role, 1_000 + events);
            }
        }
        if (random.nextInt(12) == 0) {
            event.put("no_such_field", 1);
        }
        return event;
    }

    private ObjectNode record(Schema schema, boolean[] spoil) {
        ObjectNode json = NODES.objectNode();
        for (Schema.Field field : schema.getFields()) {
            if (!(field.hasDefaultValue() && random.nextBoolean()) && random.nextInt(60) > 0) {
                json.set(field.name(), value(field.schema(), spoil));
            }
        }
        return json;
    }

    private JsonNode value(Schema schema, boolean[] spoil) {
        if (spoil[0] && random.nextInt(40) == 0) {
            spoil[0] = false;
            return pick(NODES.nullNode(), NODES.textNode("x"), NODES.numberNode(5), NODES.booleanNode(true),
                    NODES.objectNode(), NODES.arrayNode(), NODES.numberNode(new BigDecimal("1.5")));
        }
        return switch (schema.getType()) {
            case UNION -> random.nextInt(3) == 0 ? NODES.nullNode() : value(schema.getTypes().get(1), spoil);
            case RECORD -> record(schema, spoil);
            case ARRAY -> {
                ArrayNode array = NODES.arrayNode();
                for (int i = random.nextInt(3); i > 0; i--) {
                    array.add(value(schema.getElementType(), spoil));
                }
                yield array;
            }
            case MAP -> {
                ObjectNode map = NODES.objectNode();
                for (int i = random.nextInt(3); i > 0; i--) {
                    map.set(odd(spoil, () -> "k" + random.nextInt(9), TEXTS), value(schema.getValueType(), spoil));
                }
                yield map;
            }
            case ENUM -> NODES.textNode(odd(spoil, () -> "RED", List.of("GREEN", "BLUE", "red", "")));
            case STRING -> NODES.textNode(schema.getLogicalType() != null
                    ? odd(spoil, () -> UUIDS.getFirst(), UUIDS)
                    : odd(spoil, () -> "t" + random.nextInt(99), texts()));
            case INT, LONG -> whole(schema, spoil);
            case FLOAT -> NODES.numberNode(odd(spoil, () -> new BigDecimal("1.5"),
                    List.of(new BigDecimal(Float.toString(Float.MAX_VALUE)), new BigDecimal("-3.5e38"),
                            new BigDecimal("1e39"), BigDecimal.ZERO, new BigDecimal("16777217"))));
            case DOUBLE -> NODES.numberNode(odd(spoil, () -> new BigDecimal("-2.25"),
                    List.of(new BigDecimal(Double.toString(Double.MAX_VALUE)), new BigDecimal("1.8e308"),
                            new BigDecimal("-1e309"), new BigDecimal("0.1"))));
            case BOOLEAN -> NODES.booleanNode(random.nextBoolean());
            case BYTES, FIXED -> binary(schema, spoil);
            case NULL -> NODES.nullNode();
        };
    }

    private JsonNode whole(Schema schema, boolean[] spoil) {
        return switch (schema.getLogicalType()) {
            case LogicalTypes.Date unused -> random.nextBoolean()
                    ? NODES.textNode(odd(spoil, () -> "2026-01-01", DATES))
                    : NODES.numberNode(odd(spoil, () -> 20_000L,
                            List.of(-719_162L, -719_163L, 2_932_896L, 2_932_897L, 1L << 31)));
            case LogicalTypes.TimestampMillis unused -> time(1_000L, spoil);
            case LogicalTypes.TimestampMicros unused -> time(1_000_000L, spoil);
            case null, default -> {
                long most = schema.getType() == Schema.Type.INT ? Integer.MAX_VALUE : Long.MAX_VALUE;
                BigInteger beyond = BigInteger.valueOf(most).add(BigInteger.ONE);
                yield NODES.numberNode(new BigDecimal(odd(spoil, () -> BigInteger.valueOf(random.nextInt(99)),
                        List.of(beyond, beyond.negate(), beyond.negate().subtract(BigInteger.ONE),
                                BigInteger.valueOf(most), BigInteger.ZERO))));
            }
        };
    }

    private JsonNode time(long perSecond, boolean[] spoil) {
        long first = -62_135_596_800L * perSecond;
        long end = 253_402_300_800L * perSecond;
        return random.nextBoolean()
                ? NODES.textNode(odd(spoil, () -> TIMES.getFirst(), TIMES))
                : NODES.numberNode(odd(spoil, () -> 1_700_000_000L * perSecond,
                        List.of(first, first - 1, end - 1, end, Long.MAX_VALUE, 0L)));
    }

    private JsonNode binary(Schema schema, boolean[] spoil) {
        if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
            BigInteger limit = BigInteger.TEN.pow(decimal.getPrecision());
            BigDecimal value = odd(spoil,
                    () -> new BigDecimal(BigInteger.valueOf(random.nextInt(9)), decimal.getScale()),
                    List.of(new BigDecimal(limit.subtract(BigInteger.ONE), decimal.getScale()),
                            new BigDecimal(limit, decimal.getScale()),
                            new BigDecimal(limit.negate(), decimal.getScale()),
                            new BigDecimal(BigInteger.ONE, decimal.getScale() + 1), BigDecimal.ZERO));
            return random.nextBoolean()
                    ? NODES.textNode(odd(spoil, value::toPlainString,
                            List.of("", "01", ".5", "1.", "-", "+1", "1,5", "NaN", "x")))
                    : NODES.numberNode(value);
        }
        int size = schema.getType() == Schema.Type.FIXED ? schema.getFixedSize() : random.nextInt(9);
        byte[] bytes = new byte[odd(spoil, () -> size, List.of(size + 1, Math.max(0, size - 1)))];
        random.nextBytes(bytes);
        String text = Base64.getEncoder().encodeToString(bytes);
        return NODES.textNode(odd(spoil, () -> text, List.of(text + "=", text.replace("=", ""), "-_-_", "AB==", "%")));
    }

    private List<String> texts() {
        return random.nextInt(3) > 0
                ? TEXTS
                : List.of("x".repeat(1_024), "x".repeat(1_025), "\ud83d\ude00".repeat(1_024),
                        "\ud83d\ude00".repeat(1_025));
    }

    /** The usual one; in an event that is to be spoilt perhaps, once, one at or beyond a bound. */
    private <T> T odd(boolean[] spoil, Supplier<T> usual, List<T> odd) {
        if (spoil[0] && random.nextInt(6) == 0) {
            spoil[0] = false;
            return odd.get(random.nextInt(odd.size()));
        }
        return usual.get();
    }

    @SafeVarargs
    private <T> T pick(T... things) {
        return things[random.nextInt(things.length)];
    }
}
