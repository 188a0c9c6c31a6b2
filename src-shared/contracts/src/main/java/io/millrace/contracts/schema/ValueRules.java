package io.millrace.contracts.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Rules for single values that Avro's types do not express: a decimal keeps its declared precision, a timestamp or date
 * lies in the years 1 to 9999, a time within a day, and a uuid is one.
 */
final class ValueRules {
    private static final int MAX_DECIMAL_BYTES = 16;
    /** As far as a long holds them. */
    private static final long[] POWERS_OF_TEN = LongStream.iterate(1, power -> power * 10).limit(19).toArray();

    private ValueRules() {}

    /** The first value that breaks a rule. */
    static Optional<ContractProblem> firstProblem(Schema declared, @Nullable Object value, String pointer) {
        return Optional.ofNullable(problem(declared, value)).map(found -> found.under(pointer));
    }

    /** A pointer is put together on the way out, and so only when there is something to point at. */
    private static @Nullable ContractProblem problem(Schema declared, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        Schema schema = SupportedTypes.nonNull(declared);
        return switch (schema.getType()) {
            case RECORD -> inRecord((GenericRecord) value);
            case ARRAY -> inArray(schema, (Iterable<?>) value);
            case MAP -> inMap(schema, (Map<?, ?>) value);
            default -> schema.getLogicalType() == null ? null : inLogical(schema.getLogicalType(), value);
        };
    }

    private static @Nullable ContractProblem inRecord(GenericRecord event) {
        for (Schema.Field field : event.getSchema().getFields()) {
            ContractProblem problem = problem(field.schema(), event.get(field.pos()));
            if (problem != null) {
                return problem.under("/" + field.name());
            }
        }
        return null;
    }

    private static @Nullable ContractProblem inArray(Schema schema, Iterable<?> elements) {
        int index = 0;
        for (Object element : elements) {
            ContractProblem problem = problem(schema.getElementType(), element);
            if (problem != null) {
                return problem.under("/" + index);
            }
            index++;
        }
        return null;
    }

    private static @Nullable ContractProblem inMap(Schema schema, Map<?, ?> entries) {
        for (var entry : entries.entrySet()) {
            ContractProblem problem = problem(schema.getValueType(), entry.getValue());
            if (problem != null) {
                return problem.under("/" + entry.getKey().toString().replace("~", "~0").replace("/", "~1"));
            }
        }
        return null;
    }

    private static @Nullable ContractProblem inLogical(LogicalType type, Object value) {
        String reason = null;
        if (type instanceof LogicalTypes.Decimal decimal) {
            reason = fits(decimal, value)
                    ? null
                    : "must be a decimal of at most " + decimal.getPrecision() + " digits";
        } else if (type instanceof LogicalTypes.TimestampMillis) {
            reason = timestamp((Long) value, 1_000L, "milliseconds");
        } else if (type instanceof LogicalTypes.TimestampMicros) {
            reason = timestamp((Long) value, 1_000_000L, "microseconds");
        } else if (type instanceof LogicalTypes.Date) {
            int day = (Integer) value;
            reason = day >= ValueRanges.MIN_DAY && day <= ValueRanges.MAX_DAY
                    ? null
                    : "must lie in the years 1 to 9999";
        } else if (type instanceof LogicalTypes.TimeMillis) {
            reason = withinDay((Integer) value, ValueRanges.MAX_MILLI_OF_DAY);
        } else if (type instanceof LogicalTypes.TimeMicros) {
            reason = withinDay((Long) value, ValueRanges.MAX_MICRO_OF_DAY);
        } else if (type instanceof LogicalTypes.Uuid && !(value instanceof GenericFixed)) {
            reason = UuidText.isUuid(value) ? null : UuidText.REASON;
        }
        return reason == null ? null : new ContractProblem("", reason);
    }

    private static @Nullable String timestamp(long value, long perSecond, String unit) {
        long second = Math.floorDiv(value, perSecond);
        return second >= ValueRanges.MIN_SECOND && second <= ValueRanges.MAX_SECOND
                ? null
                : "must lie in the years 1 to 9999; is it in " + unit + " since 1970?";
    }

    private static @Nullable String withinDay(long value, long max) {
        return value >= 0 && value <= max ? null : "must lie within a day: 0 to " + max;
    }

    private static boolean fits(LogicalTypes.Decimal decimal, Object value) {
        byte[] bytes = value instanceof GenericFixed fixed ? fixed.bytes() : bytes((ByteBuffer) value);
        if (bytes.length == 0) {
            return false;
        }
        if (bytes.length <= Long.BYTES) {
            return fits(decimal.getPrecision(), bytes);
        }
        BigInteger unscaled = new BigInteger(bytes);
        // A long number's digits are costly to count, and a table's decimal has 127 bits at most.
        return unscaled.bitLength() < Byte.SIZE * MAX_DECIMAL_BYTES
                && new BigDecimal(unscaled, decimal.getScale()).precision() <= decimal.getPrecision();
    }

    /** The same for as many bytes as a long has, which is what most decimals are. */
    private static boolean fits(int precision, byte[] bytes) {
        long unscaled = bytes[0];
        for (int i = 1; i < bytes.length; i++) {
            unscaled = unscaled << Byte.SIZE | bytes[i] & 0xff;
        }
        if (precision >= POWERS_OF_TEN.length) {
            return true;
        }
        long limit = POWERS_OF_TEN[precision];
        return unscaled > -limit && unscaled < limit;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
