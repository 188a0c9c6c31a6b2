package io.millrace.landing.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class StrictUtf8Test {
    private static final int[] LAST = {0, 0x7F, 0x80, 0x8F, 0x90, 0xBF, 0xC0, 0xFF};

    @Test
    void sequencesOfUpToFourBytesAreWhatTheJdkSays() {
        for (int first = 0; first <= 0xFF; first++) {
            assertSame((byte) first);
            for (int second = 0; second <= 0xFF; second++) {
                assertSame((byte) first, (byte) second);
                for (int third : LAST) {
                    assertSame((byte) first, (byte) second, (byte) third);
                    for (int fourth : first < 0xEF ? new int[0] : LAST) {
                        assertSame((byte) first, (byte) second, (byte) third, (byte) fourth);
                    }
                }
            }
        }
    }

    @Test
    void blankTextsAndTheirLengthAreWhatTheJdkSays() {
        Random random = new Random(1);
        int[] some = {' ', '\t', 0x1C, 0xA0, 0x2003, 0x3000, 'x', 0xE9, 0x1F30D};
        for (int i = 0; i < 10_000; i++) {
            int[] codePoints = random.ints(random.nextInt(12), 0, some.length).map(n -> some[n]).toArray();
            String text = new String(codePoints, 0, codePoints.length);
            byte[] bytes = ("before" + text + "after").getBytes(StandardCharsets.UTF_8);
            int until = bytes.length - "after".length();
            assertEquals(text.isBlank(), StrictUtf8.isBlank(bytes, 6, until), text);
            assertEquals(codePoints.length, StrictUtf8.characters(bytes, 6, until), text);
        }
    }

    private static void assertSame(byte... bytes) {
        boolean expected = isValid(bytes);
        assertEquals(expected, StrictUtf8.isValid(bytes, 0, bytes.length), () -> Arrays.toString(bytes));
        byte[] within = new byte[bytes.length + 18];
        System.arraycopy(bytes, 0, within, 9, bytes.length);
        assertEquals(expected, StrictUtf8.isValid(within, 0, within.length));
        assertEquals(expected, StrictUtf8.isValid(within, 9, 9 + bytes.length));
    }

    private static boolean isValid(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)) != null;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
