package io.millrace.landing.decode;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Makes values of schemas in Avro's generic form, which keep the rules of contracts or break them now and then. */
final class RandomValues {
    private static final List<String> TEXTS = List.of("", "a", "plain text", "\u00e9\u00e8", "\ud83c\udf0d",
            "\u20ac uro",
            "x".repeat(100), "\u0000", "tab\t", "\uffff");
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    private final Random random;
    /** One value in this number may break a rule; 0 for none. */
    private int wrong;

    RandomValues(Random random) {
        this.random = random;
    }

    void breakRules(int oneOf) {
        wrong = oneOf;
    }

    GenericRecord event(Schema schema) {
        GenericRecord event = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            event.put(field.pos(), switch (field.name()) {
                case "pk", "event_id" -> key(field.schema());
                case "region" -> region(field.schema());
                default -> lawful(field.schema());
            });
        }
        return event;
    }

    private Object key(Schema schema) {
        if (schema.getType() != Schema.Type.STRING || schema.getLogicalType() != null) {
            return java.util.Objects.requireNonNull(lawful(schema));
        }
        return isWrong()
                ? List.of("", " \t", "\u2003", "\u00e9".repeat(1025), "x".repeat(1025)).get(random.nextInt(5))
                : List.of("k" + random.nextInt(1000), "\u00e9".repeat(1024), " \u2003x", "\u00a0")
                        .get(random.nextInt(4));
    }

    private @Nullable Object region(Schema schema) {
        return schema.isNullable() && random.nextBoolean() ? null : isWrong() ? "" : "EU";
    }

    private boolean isWrong() {
        return wrong > 0 && random.nextInt(wrong) == 0;
    }

    @Nullable
    Object lawful(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> null;
            case UNION -> lawful(schema.getTypes().get(random.nextInt(schema.getTypes().size())));
            case BOOLEAN -> random.nextBoolean();
            case INT -> ofInt(schema);
            case LONG -> ofLong(schema);
            case FLOAT -> List.of(0.0f, -0.0f, Float.NaN, random.nextFloat()).get(random.nextInt(4));
            case DOUBLE -> List.of(0.0, -0.0, Double.NaN, random.nextDouble()).get(random.nextInt(4));
            case STRING -> ofText(schema);
            case BYTES -> ByteBuffer.wrap(schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
                    ? decimal(decimal.getPrecision(), random.nextInt(3))
                    : TEXTS.get(random.nextInt(TEXTS.size())).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            case FIXED -> new GenericData.Fixed(schema, fixed(schema));
            case ENUM -> new GenericData.EnumSymbol(schema,
                    schema.getEnumSymbols().get(random.nextInt(schema.getEnumSymbols().size())));
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (int i = size(); i > 0; i--) {
                    list.add(lawful(schema.getElementType()));
                }
                yield list;
            }
            case MAP -> {
                Map<String, @Nullable Object> map = new HashMap<>();
                for (int i = size(); i > 0; i--) {
                    map.put(TEXTS.get(random.nextInt(TEXTS.size())) + i, lawful(schema.getValueType()));
                }
                yield map;
            }
            case RECORD -> {
                GenericRecord record = new GenericData.Record(schema);
                schema.getFields().forEach(field -> record.put(field.pos(), lawful(field.schema())));
                yield record;
            }
        };
    }

    private int size() {
        return List.of(0, 1, 2, 3, 12, 30).get(random.nextInt(random.nextInt(6) + 1));
    }

    private int ofInt(Schema schema) {
        if (isWrong() || schema.getLogicalType() == null) {
            return random.nextInt() >> random.nextInt(Integer.SIZE);
        }
        return schema.getLogicalType() instanceof LogicalTypes.Date
                ? random.nextInt((int) LocalDate.of(1, 1, 1).toEpochDay(),
                        (int) LocalDate.of(9999, 12, 31).toEpochDay())
                : random.nextInt(86_400_000);
    }

    private long ofLong(Schema schema) {
        if (isWrong() || schema.getLogicalType() == null) {
            return random.nextLong() >> random.nextInt(Long.SIZE);
        }
        long micros = random.nextLong(-62_135_596_800_000_000L, 253_402_300_800_000_000L);
        return switch (schema.getLogicalType()) {
            case LogicalTypes.TimestampMillis t -> Math.floorDiv(micros, 1000);
            case LogicalTypes.TimeMicros t -> Math.floorMod(micros, MICROS_PER_DAY);
            default -> micros;
        };
    }

    private String ofText(Schema schema) {
        if (schema.getLogicalType() == null || isWrong()) {
            return TEXTS.get(random.nextInt(TEXTS.size()));
        }
        String uuid = new UUID(random.nextLong(), random.nextLong()).toString();
        return random.nextBoolean() ? uuid : uuid.toUpperCase(Locale.ROOT);
    }

    private byte[] fixed(Schema schema) {
        byte[] bytes = new byte[schema.getFixedSize()];
        if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
            byte[] unscaled = decimal(decimal.getPrecision(), 0);
            if (unscaled.length > 0 && unscaled.length <= bytes.length) {
                java.util.Arrays.fill(bytes, (byte) (unscaled[0] < 0 ? -1 : 0));
                System.arraycopy(unscaled, 0, bytes, bytes.length - unscaled.length, unscaled.length);
                return bytes;
            }
        }
        random.nextBytes(bytes);
        return bytes;
    }

    /** An unscaled value, with bytes in front that repeat its sign. */
    private byte[] decimal(int precision, int signs) {
        if (isWrong()) {
            byte[] any = new byte[random.nextInt(20)];
            random.nextBytes(any);
            return any;
        }
        BigInteger limit = BigInteger.TEN.pow(random.nextInt(precision) + 1);
        BigInteger most = limit.subtract(BigInteger.ONE);
        BigInteger value = random.nextInt(4) == 0 ? most : new BigInteger(128, random).mod(limit);
        byte[] least = (random.nextBoolean() ? value : value.negate()).toByteArray();
        byte[] bytes = new byte[least.length + signs];
        java.util.Arrays.fill(bytes, 0, signs, (byte) (least[0] < 0 ? -1 : 0));
        System.arraycopy(least, 0, bytes, signs, least.length);
        return bytes;
    }
}
