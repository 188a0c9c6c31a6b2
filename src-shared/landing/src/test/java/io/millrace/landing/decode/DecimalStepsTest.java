package io.millrace.landing.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import io.millrace.table.column.ColumnType;
import io.millrace.table.vector.ColumnVector;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class DecimalStepsTest {
    private static final int MOST_DIGITS = 38;

    @Test
    void decimalsAreReadUpToTheirPrecisionAndNotBeyond() {
        for (int digits = 1; digits <= MOST_DIGITS; digits++) {
            int precision = digits;
            BigInteger limit = BigInteger.TEN.pow(precision);
            for (BigInteger value : edges(limit)) {
                for (int signs : new int[]{0, 1, 20}) {
                    byte[] bytes = withSigns(value.toByteArray(), signs);
                    if (value.abs().compareTo(limit) < 0) {
                        assertEquals(new BigDecimal(value, 0), read(precision, bytes), value + " of " + precision);
                    } else {
                        assertThrows(UnplannedException.class, () -> read(precision, bytes),
                                value + " of " + precision);
                    }
                }
            }
        }
    }

    @Test
    void decimalWithoutBytesIsNone() {
        assertThrows(UnplannedException.class, () -> read(9, new byte[0]));
        assertThrows(UnplannedException.class, () -> read(MOST_DIGITS, new byte[0]));
    }

    /** Values around the limit, and around the ends of 64 and 128 bits. */
    private static List<BigInteger> edges(BigInteger limit) {
        List<BigInteger> edges = new ArrayList<>();
        for (BigInteger middle : List.of(BigInteger.ZERO, limit, BigInteger.TWO.pow(63), BigInteger.TWO.pow(64),
                BigInteger.TWO.pow(64).multiply(BigInteger.valueOf(5)), BigInteger.TWO.pow(127))) {
            for (int i = -1; i <= 1; i++) {
                edges.add(middle.add(BigInteger.valueOf(i)));
                edges.add(middle.negate().add(BigInteger.valueOf(i)));
            }
        }
        return edges;
    }

    private static byte[] withSigns(byte[] least, int signs) {
        byte[] bytes = new byte[signs + least.length];
        Arrays.fill(bytes, 0, signs, (byte) (least[0] < 0 ? -1 : 0));
        System.arraycopy(least, 0, bytes, signs, least.length);
        return bytes;
    }

    private static Object read(int precision, byte[] unscaled) {
        Schema schema = LogicalTypes.decimal(precision).addToSchema(Schema.create(Schema.Type.BYTES));
        ColumnType type = new ColumnType.Decimal(precision, 0);
        ColumnVector vector = ColumnVector.of(type);
        byte[] bytes = new byte[1 + unscaled.length];
        bytes[0] = (byte) (2 * unscaled.length);
        System.arraycopy(unscaled, 0, bytes, 1, unscaled.length);
        AvroCursor in = new AvroCursor();
        in.start(bytes, 0, Long.MAX_VALUE);
        ScalarSteps.of(schema, schema, type, vector, 0).read(in);
        return Objects.requireNonNull(vector.get(0));
    }
}
