package io.millrace.bench.orders;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Events of the sample stream {@value #STREAM}, about 300 bytes of JSON each. An event follows from its number; what is in
 * it is as random as in real orders, so that neither compression nor branch prediction has it easier.
 */
public final class OrderEvents {
    /** The stream's name. */
    public static final String STREAM = "order";
    /** Odd, and so invertible modulo 2^64. */
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;
    private static final long GATHER = inverse(SPREAD);
    private static final int USUAL_CHARACTERS = 400;

    private OrderEvents() {}

    /** Several events, one on a line. */
    public static byte[] body(long first, int events) {
        StringBuilder json = new StringBuilder(events * USUAL_CHARACTERS);
        for (int i = 0; i < events; i++) {
            Order.of(first + i).appendJson(json);
            if (events > 1) {
                json.append('\n');
            }
        }
        return json.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The number of the event that has this id. */
    public static long number(String eventId) {
        return UUID.fromString(eventId).getLeastSignificantBits() * GATHER;
    }

    /** The id of an event. */
    public static String eventId(long number) {
        return new UUID(new SplittableRandom(~number).nextLong(), number * SPREAD).toString();
    }

    /** By Newton's iteration, which doubles the right bits each time. */
    private static long inverse(long odd) {
        long inverse = odd;
        for (int bits = 3; bits < Long.SIZE; bits *= 2) {
            inverse *= 2 - odd * inverse;
        }
        return inverse;
    }
}
