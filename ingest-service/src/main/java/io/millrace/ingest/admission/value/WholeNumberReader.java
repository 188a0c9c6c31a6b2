package io.millrace.ingest.admission.value;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.jspecify.annotations.Nullable;

/** Numbers whose value is a whole one, however they are written: {@code 1}, {@code 1.0} and {@code 1e3}. */
enum WholeNumberReader implements ValueReader {
    INT("int"), LONG("long");

    private static final int MAX_DIGITS = 19;

    private final String type;

    WholeNumberReader(String type) {
        this.type = type;
    }

    @Override
    public @Nullable Object read(JsonParser json, ValidationErrors errors) throws IOException {
        return read(json, errors, type);
    }

    /**
     * Reads a number.
     *
     * @param expected
     *            what may stand here, in words
     */
    @Nullable
    Object read(JsonParser json, ValidationErrors errors, String expected) throws IOException {
        if (json.hasToken(JsonToken.VALUE_NUMBER_FLOAT)) {
            return readExact(json.getText(), errors, expected);
        }
        if (!json.hasToken(JsonToken.VALUE_NUMBER_INT)) {
            return errors.unexpected(expected, json);
        }
        return json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? outOfRange(errors)
                : inRange(json.getLongValue(), errors);
    }

    private @Nullable Object readExact(String digits, ValidationErrors errors, String expected) {
        BigDecimal value;
        try {
            value = new BigDecimal(digits).stripTrailingZeros();
        } catch (NumberFormatException exponentTooLong) {
            return outOfRange(errors);
        }
        if (value.signum() == 0) {
            return inRange(0, errors);
        }
        if (value.scale() > 0) {
            return errors.problem("expected " + expected + ", got number with a fraction");
        }
        // Counted before the number is written out: 1e999999999 has few characters and a billion digits.
        if ((long) value.precision() - value.scale() > MAX_DIGITS) {
            return outOfRange(errors);
        }
        BigInteger whole = value.toBigIntegerExact();
        return whole.bitLength() < Long.SIZE ? inRange(whole.longValue(), errors) : outOfRange(errors);
    }

    private @Nullable Object inRange(long value, ValidationErrors errors) {
        if (this == LONG) {
            return value;
        }
        return value == (int) value ? Integer.valueOf((int) value) : outOfRange(errors);
    }

    private @Nullable Object outOfRange(ValidationErrors errors) {
        return errors.problem("is out of the range of " + type);
    }
}
