package io.millrace.landing.decode;

import java.math.BigInteger;

import io.millrace.table.column.ColumnType;
import io.millrace.table.vector.BytesVector;
import io.millrace.table.vector.LongVector;

/** Steps for decimals: an unscaled value as a big-endian two's complement, with a length in front or of a fixed one. */
final class DecimalSteps {
    /** The length of a decimal that is written with its length in front. */
    static final int ANY = -1;

    private static final int MAX_BYTES = 16;

    private DecimalSteps() {}

    /** Reads a decimal of at most 18 digits; its absolute unscaled value is below the limit. */
    record ShortDecimalStep(LongVector into, int fixed, long limit) implements AvroStep {
        ShortDecimalStep(LongVector into, int fixed, ColumnType.Decimal type) {
            this(into, fixed, BigInteger.TEN.pow(type.precision()).longValueExact());
        }

        @Override
        public void read(AvroCursor in) {
            int length = length(in, fixed);
            int from = in.take(length);
            byte[] bytes = in.bytes();
            int skipped = signBytes(bytes, from, length);
            if (length - skipped > Long.BYTES) {
                throw UnplannedException.INSTANCE;
            }
            long unscaled = bytes[from + skipped];
            for (int i = from + skipped + 1; i < from + length; i++) {
                unscaled = unscaled << Byte.SIZE | bytes[i] & 0xFF;
            }
            if (unscaled <= -limit || unscaled >= limit) {
                throw UnplannedException.INSTANCE;
            }
            into.append(unscaled);
        }
    }

    /**
     * Reads a decimal of more than 18 digits; its absolute unscaled value is below the limit.
     *
     * @param width
     *            the bytes of each value in the column
     * @param high
     *            the upper 64 bits of the limit
     * @param low
     *            the lower 64 bits of the limit
     */
    record WideDecimalStep(BytesVector into, int fixed, int width, long high, long low) implements AvroStep {
        WideDecimalStep(BytesVector into, int fixed, ColumnType.Decimal type) {
            this(into, fixed, type.bytes(), BigInteger.TEN.pow(type.precision()).shiftRight(Long.SIZE).longValueExact(),
                    BigInteger.TEN.pow(type.precision()).longValue());
        }

        @Override
        public void read(AvroCursor in) {
            int length = length(in, fixed);
            int from = in.take(length);
            int skipped = signBytes(in.bytes(), from, length);
            if (length - skipped > MAX_BYTES || !fits(in.bytes(), from + skipped, from + length)) {
                throw UnplannedException.INSTANCE;
            }
            into.appendDecimal(in.bytes(), from + skipped, length - skipped, width);
        }

        private boolean fits(byte[] bytes, int from, int until) {
            long upper = bytes[from] < 0 ? -1 : 0;
            long lower = upper;
            for (int i = from; i < until; i++) {
                upper = upper << Byte.SIZE | lower >>> Long.SIZE - Byte.SIZE;
                lower = lower << Byte.SIZE | bytes[i] & 0xFF;
            }
            if (upper < 0) {
                lower = -lower;
                upper = lower == 0 ? -upper : ~upper;
            }
            int order = Long.compareUnsigned(upper, high);
            return order < 0 || order == 0 && Long.compareUnsigned(lower, low) < 0;
        }
    }

    private static int length(AvroCursor in, int fixed) {
        int length = fixed == ANY ? in.readLength() : fixed;
        if (length == 0) {
            throw UnplannedException.INSTANCE;
        }
        return length;
    }

    /** The number of leading bytes that only repeat the sign. */
    private static int signBytes(byte[] bytes, int from, int length) {
        int sign = bytes[from] < 0 ? -1 : 0;
        int skipped = 0;
        while (skipped < length - 1 && bytes[from + skipped] == sign && bytes[from + skipped + 1] < 0 == sign < 0) {
            skipped++;
        }
        return skipped;
    }
}
