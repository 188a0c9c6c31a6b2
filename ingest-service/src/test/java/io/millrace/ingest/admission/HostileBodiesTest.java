package io.millrace.ingest.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import io.millrace.ingest.admission.format.BodyFormat;
import io.millrace.ingest.config.OnInvalid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random changes of valid bodies; {@link HostileBodiesFuzzTest} searches longer. */
class HostileBodiesTest {
    /** A tenth of all, or more when the property asks for it. */
    private static final int ROUNDS = 30 * Integer.getInteger("random-percent", 10);
    private static final String[] WORDS = {"{", "}", "[", "]", ",", ":", "\"", "null", "true", "0", "-1", "1e9",
            "\\u0000",
            "\\ud83d", "\n", "\u001e", "\"event_id\"", "\"payload\"", "\"op\"", "\"after\"", "\"records\"", "\"value\"",
            "\"data\"", "\"specversion\"", "1.0", "\u00e4", "\ud83d\ude00"};

    private final RoundTrip roundTrip = new RoundTrip();

    @ParameterizedTest
    @EnumSource(BodyFormat.class)
    void areRefusedOrComeBackEqual(BodyFormat format) {
        Random random = new Random(format.ordinal());
        byte[] lawful = ValidBodies.of(format);
        int admitted = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] body = i == 0 ? lawful : mutated(lawful, random);
            OnInvalid onInvalid = OnInvalid.values()[random.nextInt(OnInvalid.values().length)];

            admitted += roundTrip.check(ValidBodies.QUAKES, format, onInvalid, body);
        }
        assertTrue(admitted > 0, "no event at all was admitted");
    }

    @Test
    void everyTypeComesBackEqual() {
        byte[] body = ValidBodies.ONE_OF_EVERYTHING.getBytes(StandardCharsets.UTF_8);

        assertEquals(1, roundTrip.check(ValidBodies.EVERYTHING, BodyFormat.JSON, OnInvalid.REJECT, body));
    }

    /** Changes up to three places of a body. */
    static byte[] mutated(byte[] lawful, Random random) {
        byte[] bytes = lawful.clone();
        for (int change = random.nextInt(3); change >= 0; change--) {
            int at = random.nextInt(bytes.length + 1);
            byte[] word = random.nextBoolean()
                    ? WORDS[random.nextInt(WORDS.length)].getBytes(StandardCharsets.UTF_8)
                    : new byte[]{(byte) random.nextInt(256)};
            int cut = Math.min(bytes.length, at + random.nextInt(4));
            byte[] next = new byte[at + word.length + bytes.length - cut];
            System.arraycopy(bytes, 0, next, 0, at);
            System.arraycopy(word, 0, next, at, word.length);
            System.arraycopy(bytes, cut, next, at + word.length, bytes.length - cut);
            bytes = next;
        }
        return bytes;
    }
}
