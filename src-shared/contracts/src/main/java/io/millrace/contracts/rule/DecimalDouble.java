package io.millrace.contracts.rule;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.stream.IntStream;

import io.millrace.contracts.binary.MalformedAvroException;

/** A decimal as the double that is nearest to it: CEL has no decimals. */
final class DecimalDouble {
    /** The powers of ten that a double holds exactly. */
    private static final double[] POWERS = IntStream.rangeClosed(0, 22)
            .mapToDouble(exponent -> new BigDecimal(BigInteger.ONE, -exponent).doubleValue()).toArray();
    /** The largest whole number up to which a double holds all. */
    private static final long EXACT = 1L << 53;

    private DecimalDouble() {}

    /**
     * @param unscaled
     *            two's complement, the highest byte first
     */
    static double of(byte[] unscaled, int scale) {
        if (unscaled.length == 0) {
            throw MalformedAvroException.INSTANCE;
        }
        if (unscaled.length <= Long.BYTES && scale < POWERS.length) {
            long number = unscaled[0];
            for (int i = 1; i < unscaled.length; i++) {
                number = number << Byte.SIZE | unscaled[i] & 0xff;
            }
            if (number >= -EXACT && number <= EXACT) {
                // The quotient of two exact numbers is rounded once.
                return number / POWERS[scale];
            }
        }
        return new BigDecimal(new BigInteger(unscaled), scale).doubleValue();
    }
}
