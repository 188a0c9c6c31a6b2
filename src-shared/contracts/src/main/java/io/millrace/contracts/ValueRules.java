package io.millrace.contracts;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Rules for single values that Avro's types do not express and that the table's types do: a decimal keeps its declared
 * precision, a timestamp or date lies in the years 1 to 9999.
 */
final class ValueRules {
    private static final long MIN_SECOND = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
    private static final long MAX_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
    private static final long MIN_DAY = LocalDate.of(1, 1, 1).toEpochDay();
    private static final long MAX_DAY = LocalDate.of(9999, 12, 31).toEpochDay();

    private static final int MAX_DECIMAL_BYTES = 16;

    private ValueRules() {}

    /** The first value that breaks a rule. */
    static Optional<ContractProblem> firstProblem(Schema declared, @Nullable Object value, String pointer) {
        if (value == null) {
            return Optional.empty();
        }
        Schema schema = SupportedTypes.nonNull(declared);
        return switch (schema.getType()) {
            case RECORD -> inRecord((GenericRecord) value, pointer);
            case ARRAY -> inArray(schema, (Iterable<?>) value, pointer);
            case MAP -> inMap(schema, (Map<?, ?>) value, pointer);
            default -> schema.getLogicalType() == null
                    ? Optional.empty()
                    : inLogical(schema.getLogicalType(), value, pointer);
        };
    }

    private static Optional<ContractProblem> inRecord(GenericRecord event, String pointer) {
        for (Schema.Field field : event.getSchema().getFields()) {
            var problem = firstProblem(field.schema(), event.get(field.pos()), pointer + "/" + field.name());
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private static Optional<ContractProblem> inArray(Schema schema, Iterable<?> elements, String pointer) {
        int index = 0;
        for (Object element : elements) {
            var problem = firstProblem(schema.getElementType(), element, pointer + "/" + index++);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private static Optional<ContractProblem> inMap(Schema schema, Map<?, ?> entries, String pointer) {
        for (var entry : entries.entrySet()) {
            String key = entry.getKey().toString().replace("~", "~0").replace("/", "~1");
            var problem = firstProblem(schema.getValueType(), entry.getValue(), pointer + "/" + key);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private static Optional<ContractProblem> inLogical(LogicalType type, Object value, String pointer) {
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
            reason = day >= MIN_DAY && day <= MAX_DAY ? null : "must lie in the years 1 to 9999";
        }
        return Optional.ofNullable(reason).map(r -> new ContractProblem(pointer, r));
    }

    private static @Nullable String timestamp(long value, long perSecond, String unit) {
        long second = Math.floorDiv(value, perSecond);
        return second >= MIN_SECOND && second <= MAX_SECOND
                ? null
                : "must lie in the years 1 to 9999; is it in " + unit + " since 1970?";
    }

    private static boolean fits(LogicalTypes.Decimal decimal, Object value) {
        byte[] bytes = value instanceof GenericFixed fixed ? fixed.bytes() : bytes((ByteBuffer) value);
        if (bytes.length == 0) {
            return false;
        }
        BigInteger unscaled = new BigInteger(bytes);
        // A long number's digits are costly to count, and a table's decimal has 127 bits at most.
        return unscaled.bitLength() < Byte.SIZE * MAX_DECIMAL_BYTES
                && new BigDecimal(unscaled, decimal.getScale()).precision() <= decimal.getPrecision();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
