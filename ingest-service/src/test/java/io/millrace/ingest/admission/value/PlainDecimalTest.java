package io.millrace.ingest.admission.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainDecimalTest {
    @Test
    void whatItReadsIsWhatBigDecimalReads() {
        Random random = new Random(7);
        int read = 0;
        for (int i = 0; i < 100_000; i++) {
            BigDecimal value = BigDecimal.valueOf(random.nextLong() >> random.nextInt(64), random.nextInt(6));
            int scale = random.nextInt(6);
            int precision = 1 + random.nextInt(38);
            long unscaled = unscaled(value.toPlainString(), precision, scale);
            if (unscaled != PlainDecimal.NONE) {
                read++;
                assertEquals(value.setScale(scale).unscaledValue().longValueExact(), unscaled, value.toPlainString());
                assertTrue(BigDecimal.valueOf(unscaled, scale).precision() <= precision, value.toPlainString());
            }
        }
        assertTrue(read > 10_000, "only " + read + " were read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", ".", "-.", ".5", "-.5", "5.", "+1", "01", "-01", "1e2", "1.2.3", "1,5", " 1", "1 ",
            "0x1", "NaN", "--1", "1-", "\u0661"})
    void whatIsNoPlainNumberIsLeftToOthers(String text) {
        assertEquals(PlainDecimal.NONE, unscaled(text, 18, 2), text);
    }

    @Test
    void whatDoesNotFitIsLeftToOthers() {
        assertEquals(PlainDecimal.NONE, unscaled("1.005", 9, 2));
        assertEquals(PlainDecimal.NONE, unscaled("12345678.00", 9, 2));
        assertEquals(PlainDecimal.NONE, unscaled("12345678901234567.00", 38, 2));
        assertEquals(1234567_89, unscaled("1234567.89", 9, 2));
        assertEquals(-5_00, unscaled("-5", 9, 2));
        assertEquals(0, unscaled("-0.0", 9, 2));
    }

    /** The digits stand between others. */
    private static long unscaled(String text, int precision, int scale) {
        byte[] bytes = ("7" + text + "7").getBytes(StandardCharsets.UTF_8);
        return PlainDecimal.unscaled(bytes, 1, bytes.length - 1, precision, scale);
    }
}
