package io.millrace.bench.orders;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.UnaryOperator;

import io.millrace.contracts.schema.Contract;

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

    /** The contract of the stream, as JSON. */
    public static String contract() {
        try (InputStream in = Contract.class.getResourceAsStream("/contracts/" + STREAM + ".avsc")) {
            if (in == null) {
                throw new IllegalStateException("The bundled contract of the stream " + STREAM + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Several events of thirty days, one on a line. */
    public static byte[] body(long first, int events) {
        return body(first, events, order -> order);
    }

    /** Several events of one moment, as in a system that is not behind, one on a line. */
    public static byte[] body(long first, int events, Instant placedAt) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, placedAt);
        return body(first, events, order -> order.at(micros));
    }

    private static byte[] body(long first, int events, UnaryOperator<Order> change) {
        StringBuilder json = new StringBuilder(events * USUAL_CHARACTERS);
        for (int i = 0; i < events; i++) {
            change.apply(Order.of(first + i)).appendJson(json);
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
