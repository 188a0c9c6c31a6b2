package io.millrace.ingest.admission;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import io.millrace.contracts.schema.SupportedTypes;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** JSON of events of a contract, from a seed: most values are lawful, some lie at a bound, beyond it, or are of another type. */
final class RandomEvents {
    private static final List<String> ODD = List.of("null", "1", "-1", "1.5", "1e2", "1.0", "-0", "-0.0", "01", "1.",
            ".5", "+1",
            "NaN", "true", "false", "\"\"", "\" \"", "\"a\"", "[]", "{}", "[1]", "{\"a\": 1}", "2147483647",
            "2147483648",
            "-2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
            "-9223372036854775809", "99999999999999999999", "18446744073709551617", "1e400", "1e39", "1e-400", "1e-46",
            "0e999", "0.000000000000000000000000000", "123456789.123456789", "16777217", "9007199254740993",
            "1e999999999",
            "\"1\"", "\"1e2\"", "\"-0\"", "\"1.10\"", "\"\\u0031\"", "\"x\\u0000y\"", "\"\\ud83d\\ude00\"",
            "\"\\ud83d\"",
            "\"\\ude00\"", "\"\\ud83d\\u0041\"", "\"\\n\\t\\r\\b\\f\\/\\\\\\\"\"", "\"\\x\"", "\"\\u00\"",
            "\"\u00e4\ud83d\ude00\uffff\"",
            "\"a\tb\"", "\"RED\"", "\"R\\u0045D\"", "\"AA==\"", "\"AB==\"", "\"AAA=\"", "\"AAB=\"", "\"A===\"",
            "\"====\"", "\"AA\"",
            "\"2026-02-28\"", "\"2026-02-29\"", "\"2024-02-29\"", "\"1900-02-29\"", "\"2000-02-29\"", "\"0000-01-01\"",
            "\"0001-01-01\"", "\"9999-12-31\"", "\"2026-00-10\"", "\"2026-1-1\"", "-719162", "-719163", "2932896",
            "2932897",
            "\"2026-01-01T00:00:00Z\"", "\"2026-01-01t00:00:00z\"", "\"2026-01-01T00:00:00.123Z\"",
            "\"2026-01-01T00:00:00.123456Z\"", "\"2026-01-01T00:00:00.1234567Z\"", "\"2026-01-01T00:00:00.123000000Z\"",
            "\"2026-01-01T00:00:00.1234567890Z\"", "\"2026-01-01T00:00:00.Z\"", "\"2026-01-01T24:00:00Z\"",
            "\"2026-01-01T23:59:60Z\"", "\"2026-01-01T00:00:00\"", "\"2026-01-01T00:00:00+17:59\"",
            "\"2026-01-01T00:00:00-18:00\"", "\"2026-01-01T00:00:00+18:01\"", "\"2026-01-01T00:00:00+01:60\"",
            "\"0001-01-01T00:00:00Z\"", "\"0001-01-01T00:00:00+00:01\"", "\"9999-12-31T23:59:59.999Z\"",
            "\"9999-12-31T23:59:59-00:01\"", "\"2026-01-01 00:00:00Z\"", "\"2026-01-01T00:00:00-00:00\"",
            "\"1969-12-31T23:59:59.999999999Z\"", "253402300799999", "253402300800000", "253402300799999999",
            "253402300800000000", "-62135596800000", "-62135596800001", "86399999", "86400000", "86399999999",
            "\"018cc251-f400-7000-8000-000000000001\"", "\"018CC251-F400-7000-8000-00000000000A\"",
            "\"018cc251xf400-7000-8000-000000000001\"", "\"018cc251-f400-7000-8000-00000000000g\"");
    private static final List<String> TEXTS = List.of("", "a", "order-1", "\u00e4", "\ud83d\ude00", "\\u00e9",
            "\\ud83d\\ude00", "\\n",
            "a/b~c", "\uffff", "\ue000", "0123456789".repeat(20));
    private static final List<String> KEYS = List.of("a", "order-1", "\u00e4", "a/b~c", "", "0123456789".repeat(20));

    private final Random random;
    private final int odd;

    /**
     * @param odd
     *            of a thousand values, how many may be unlawful
     */
    RandomEvents(long seed, int odd) {
        this.random = new Random(seed);
        this.odd = odd;
    }

    /** One event; its fields are in the order of the schema, or in another. */
    String event(Schema schema) {
        return record(schema, true);
    }

    private String record(Schema schema, boolean top) {
        List<String> members = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            boolean isId = top && field.name().equals("event_id");
            boolean lacks = field.hasDefaultValue() || isId ? random.nextInt(3) == 0 : isOdd();
            boolean isKey = top && (field.name().equals("key") || field.name().equals("region"));
            String value = isOdd()
                    ? ODD.get(random.nextInt(ODD.size()))
                    : isKey ? key(field.schema()) : value(field.schema());
            if (!lacks) {
                members.add("\"" + field.name() + "\"" + space() + ":" + space() + value);
            }
        }
        if (random.nextInt(3) == 0) {
            Collections.shuffle(members, random);
        }
        if (isOdd()) {
            members.add(random.nextBoolean() || members.isEmpty() ? "\"unknown\": [{}]" : members.getFirst());
        }
        return "{" + space() + String.join(space() + "," + space(), members) + space() + "}";
    }

    private String key(Schema schema) {
        Schema type = SupportedTypes.nonNull(schema);
        return type.getType() == Schema.Type.STRING && type.getLogicalType() == null
                ? "\"k" + random.nextInt(5) + "\""
                : value(schema);
    }

    private String value(Schema declared) {
        if (declared.isNullable() && random.nextInt(3) == 0) {
            return "null";
        }
        Schema schema = SupportedTypes.nonNull(declared);
        return isOdd() ? ODD.get(random.nextInt(ODD.size())) : lawful(schema);
    }

    private String lawful(Schema schema) {
        if (schema.getLogicalType() != null) {
            return logical(schema);
        }
        return switch (schema.getType()) {
            case RECORD -> record(schema, false);
            case ARRAY -> {
                List<String> elements = new ArrayList<>();
                for (int i = random.nextInt(50) == 0 ? 100 : random.nextInt(4); i > 0; i--) {
                    elements.add(value(schema.getElementType()));
                }
                yield "[" + space() + String.join(space() + "," + space(), elements) + space() + "]";
            }
            case MAP -> {
                List<String> entries = new ArrayList<>();
                for (int i = random.nextInt(50) == 0 ? 100 : random.nextInt(4); i > 0; i--) {
                    List<String> keys = random.nextInt(40) == 0 ? TEXTS : KEYS;
                    entries.add("\"" + keys.get(random.nextInt(keys.size())) + (isOdd() ? "" : "" + i) + "\":" + space()
                            + value(schema.getValueType()));
                }
                yield "{" + space() + String.join(",", entries) + "}";
            }
            case ENUM -> "\"" + schema.getEnumSymbols().get(random.nextInt(schema.getEnumSymbols().size())) + "\"";
            case STRING -> "\"" + TEXTS.get(random.nextInt(TEXTS.size())) + "\"";
            case INT -> Integer.toString(random.nextInt() >> random.nextInt(32));
            case LONG -> Long.toString(random.nextLong() >> random.nextInt(64));
            case FLOAT -> Float.toString((float) random.nextGaussian());
            case DOUBLE -> random.nextBoolean()
                    ? Double.toString(random.nextGaussian() * 1e9)
                    : new BigDecimal(BigInteger.valueOf(random.nextInt()), random.nextInt(8)).toPlainString();
            case BOOLEAN -> Boolean.toString(random.nextBoolean());
            case BYTES -> base64(random.nextInt(20));
            case FIXED -> base64(schema.getFixedSize());
            case UNION, NULL -> throw new IllegalArgumentException(schema.toString());
        };
    }

    private String logical(Schema schema) {
        return switch (schema.getLogicalType()) {
            case LogicalTypes.Decimal decimal -> {
                BigInteger unscaled = new BigInteger(random.nextInt(1 + decimal.getPrecision() * 3), random);
                String digits = new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), decimal.getScale())
                        .toPlainString();
                yield random.nextBoolean() ? digits : "\"" + digits + "\"";
            }
            case LogicalTypes.Date unused -> random.nextBoolean()
                    ? "" + random.nextInt(30_000)
                    : "\"%04d-%02d-%02d\"".formatted(1 + random.nextInt(9_999), 1 + random.nextInt(12),
                            1 + random.nextInt(28));
            case LogicalTypes.TimeMillis unused -> "" + random.nextInt(86_400_000);
            case LogicalTypes.TimeMicros unused -> "" + random.nextLong(86_400_000_000L);
            case LogicalTypes.Uuid unused -> "\"" + new UUID(random.nextLong(), random.nextLong()) + "\"";
            default -> random.nextBoolean()
                    ? "" + random.nextLong(200_000_000_000_000L)
                    : "\"%04d-%02d-%02dT%02d:%02d:%02d%s%s\"".formatted(2 + random.nextInt(9_990),
                            1 + random.nextInt(12),
                            1 + random.nextInt(28), random.nextInt(24), random.nextInt(60), random.nextInt(60),
                            random.nextBoolean() ? "" : ".5", random.nextBoolean() ? "Z" : "+05:30");
        };
    }

    private String base64(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return "\"" + Base64.getEncoder().encodeToString(bytes) + "\"";
    }

    private boolean isOdd() {
        return random.nextInt(1_000) < odd;
    }

    private String space() {
        return random.nextInt(20) == 0 ? " \t" : "";
    }
}
