package io.millrace.ingest.admission.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * Decimals of one type as digits; never rounded.
 *
 * @param precision
 *            the most digits
 * @param scale
 *            how many of them are decimal places
 */
public record DecimalText(int precision, int scale) {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,9})?");

    /** The kind of the digits. */
    public sealed interface Reading {
        /** A number of the type, in units of its last decimal place. */
        record Number(BigInteger unscaled) implements Reading {}

        /** No number of the type. */
        record Refused(String reason) implements Reading {}
    }

    /** Reads digits. */
    public Reading read(String digits) {
        if (digits.length() > StrictJson.MAX_NUMBER_LENGTH || !NUMBER.matcher(digits).matches()) {
            return new Reading.Refused("expected a decimal number of at most " + StrictJson.MAX_NUMBER_LENGTH
                    + " characters");
        }
        BigDecimal value = new BigDecimal(digits);
        if (value.scale() > scale) {
            value = value.stripTrailingZeros();
        }
        if (value.scale() > scale) {
            return new Reading.Refused("expected at most " + scale + " decimal places");
        }
        // Counted before the number is written out: 1e999999999 has few characters and a billion digits.
        long digitsAtScale = value.signum() == 0 ? 0 : (long) value.precision() - value.scale() + scale;
        if (digitsAtScale > precision) {
            return new Reading.Refused(
                    "expected at most " + precision + " digits, " + scale + " of them decimal places");
        }
        return new Reading.Number((value.signum() == 0 ? BigDecimal.ZERO : value).setScale(scale).unscaledValue());
    }
}
