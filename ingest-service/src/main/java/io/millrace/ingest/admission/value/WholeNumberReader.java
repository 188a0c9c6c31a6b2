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
    public @Nullable Object read(JsonParser json, Findings findings) throws IOException {
        return read(json, findings, type);
    }

    /**
     * Reads a number.
     *
     * @param expected
     *            what may stand here, in words
     */
    @Nullable
    Object read(JsonParser json, Findings findings, String expected) throws IOException {
        if (json.hasToken(JsonToken.VALUE_NUMBER_FLOAT)) {
            return readExact(json.getText(), findings, expected);
        }
        if (!json.hasToken(JsonToken.VALUE_NUMBER_INT)) {
            return findings.unexpected(expected, json);
        }
        return json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? outOfRange(findings)
                : inRange(json.getLongValue(), findings);
    }

    private @Nullable Object readExact(String digits, Findings findings, String expected) {
        BigDecimal value;
        try {
            value = new BigDecimal(digits).stripTrailingZeros();
        } catch (NumberFormatException exponentTooLong) {
            return outOfRange(findings);
        }
        if (value.signum() == 0) {
            return inRange(0, findings);
        }
        if (value.scale() > 0) {
            return findings.problem("expected " + expected + ", got number with a fraction");
        }
        // Counted before the number is written out: 1e999999999 has few characters and a billion digits.
        if ((long) value.precision() - value.scale() > MAX_DIGITS) {
            return outOfRange(findings);
        }
        BigInteger whole = value.toBigIntegerExact();
        return whole.bitLength() < Long.SIZE ? inRange(whole.longValue(), findings) : outOfRange(findings);
    }

    private @Nullable Object inRange(long value, Findings findings) {
        if (this == LONG) {
            return value;
        }
        return value == (int) value ? Integer.valueOf((int) value) : outOfRange(findings);
    }

    private @Nullable Object outOfRange(Findings findings) {
        return findings.problem("is out of the range of " + type);
    }
}
