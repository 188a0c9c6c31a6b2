package io.millrace.table.column;

import java.math.BigInteger;
import java.util.List;

/** The types of columns, each with the Java type of its values. A value of every type may be null. */
public sealed interface ColumnType {
    /** {@link String}. */
    record Text() implements ColumnType {}

    /** {@link Boolean}. */
    record Bool() implements ColumnType {}

    /** {@link Integer}. */
    record Int32() implements ColumnType {}

    /** {@link Long}. */
    record Int64() implements ColumnType {}

    /** {@link Float}. */
    record Float32() implements ColumnType {}

    /** {@link Double}. */
    record Float64() implements ColumnType {}

    /** {@code byte[]}. */
    record Bytes() implements ColumnType {}

    /** {@link Integer}: days since 1970-01-01. */
    record Date() implements ColumnType {}

    /** {@link Long}: microseconds since the epoch, UTC. */
    record Timestamp() implements ColumnType {}

    /**
     * {@link java.math.BigDecimal} of exactly this scale.
     *
     * @param precision
     *            digits in all, 1 to 38
     * @param scale
     *            digits after the point, 0 to precision
     */
    record Decimal(int precision, int scale) implements ColumnType {
        private static final int LONG_DIGITS = 18;

        /** Whether 64 bits hold every unscaled value. */
        public boolean isLong() {
            return precision <= LONG_DIGITS;
        }

        /** The bytes of a two's complement that holds every unscaled value. */
        public int bytes() {
            return BigInteger.TEN.pow(precision).subtract(BigInteger.ONE).bitLength() / Byte.SIZE + 1;
        }
    }

    /**
     * {@code Map<String, Object>} by field name.
     *
     * @param fields
     *            the fields, in order
     */
    record Struct(List<Column> fields) implements ColumnType {
        public Struct {
            fields = List.copyOf(fields);
        }
    }

    /**
     * {@code List<Object>}.
     *
     * @param element
     *            the type of the elements, which may be null
     */
    record ListOf(ColumnType element) implements ColumnType {}

    /**
     * {@code Map<String, Object>}.
     *
     * @param value
     *            the type of the values, which may be null
     */
    record MapOf(ColumnType value) implements ColumnType {}
}
