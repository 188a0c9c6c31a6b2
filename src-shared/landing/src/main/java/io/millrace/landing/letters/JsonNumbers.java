package io.millrace.landing.letters;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.jspecify.annotations.Nullable;

/** Converts JSON values to numbers, dates and times of a contract, without loss of a digit. */
final class JsonNumbers {
    /** The most digits of a whole number that a contract has a type for. */
    private static final int LONG_DIGITS = 19;

    private JsonNumbers() {}

    static BigDecimal decimal(LogicalTypes.Decimal type, JsonNode json, String at) throws PatchException {
        try {
            BigDecimal given = json.isTextual() ? new BigDecimal(json.textValue()) : number(json, at).decimalValue();
            // Before the scale is set, which writes an exponent out.
            JsonValues.require((long) given.precision() - given.scale() <= type.getPrecision(), at,
                    "has too many digits");
            BigDecimal exact = given.setScale(type.getScale());
            JsonValues.require(exact.precision() <= type.getPrecision(), at, "has too many digits");
            return exact;
        } catch (NumberFormatException e) {
            throw new PatchException(at, "must be a number");
        } catch (ArithmeticException e) {
            throw new PatchException(at, "has more than " + type.getScale() + " digits after the point");
        }
    }

    /** In days since 1970-01-01. */
    static int date(JsonNode json, String at) throws PatchException {
        try {
            return Math.toIntExact(LocalDate.parse(json.textValue()).toEpochDay());
        } catch (DateTimeException | ArithmeticException e) {
            throw new PatchException(at, "must be a date such as 2026-03-01");
        }
    }

    static long time(@Nullable LogicalType logical, JsonNode json, String at) throws PatchException {
        try {
            if (logical instanceof LogicalTypes.TimestampMillis) {
                return exact(ChronoUnit.MILLIS, json, at);
            }
            if (logical instanceof LogicalTypes.TimestampMicros) {
                return exact(ChronoUnit.MICROS, json, at);
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw new PatchException(at, "must be a time such as 2026-03-01T12:00:00Z");
        }
        throw new PatchException(at, "must be a whole number");
    }

    /** A time in a unit since 1970, which must hold all its digits. */
    private static long exact(ChronoUnit unit, JsonNode json, String at) throws PatchException {
        Instant time = Instant.parse(json.textValue());
        JsonValues.require(time.equals(time.truncatedTo(unit)), at, "has more digits than its field keeps");
        return unit.between(Instant.EPOCH, time);
    }

    /** A number whose value is whole, however it is written. */
    static Long whole(long least, long most, JsonNode json, String at) throws PatchException {
        BigDecimal value = json.isNumber() ? json.decimalValue() : BigDecimal.valueOf(1, 1);
        // Before the exponent is written out.
        boolean small = value.signum() == 0 || (long) value.precision() - value.scale() <= LONG_DIGITS;
        JsonValues.require(small && value.stripTrailingZeros().scale() <= 0
                && value.compareTo(BigDecimal.valueOf(least)) >= 0
                && value.compareTo(BigDecimal.valueOf(most)) <= 0, at, "must be a whole number of its type");
        return value.longValueExact();
    }

    /** A number of a floating type, which must be neither infinite in it nor become 0. */
    static double inRange(double value, JsonNode json, String at) throws PatchException {
        JsonValues.require(Double.isFinite(value) && (value != 0 || json.decimalValue().signum() == 0), at,
                "is out of the range of its type");
        return value;
    }

    static JsonNode number(JsonNode json, String at) throws PatchException {
        JsonValues.require(json.isNumber(), at, "must be a number");
        return json;
    }
}
