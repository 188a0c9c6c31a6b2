package io.millrace.bench.ingest;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Events of the sample stream {@value #STREAM}, about 300 bytes of JSON each. An event follows from its number; what is in
 * it is as random as in real orders, so that neither compression nor branch prediction has it easier.
 */
final class OrderEvents {
    static final String STREAM = "order";
    private static final String[] COUNTRIES = {"DE", "FR", "GB", "IT", "NL", "PL", "SE", "US"};
    private static final String[] STATUSES = {"PLACED", "PAID", "SHIPPED", "CANCELLED"};
    private static final String[] CURRENCIES = {"EUR", "GBP", "PLN", "SEK", "USD"};
    private static final long FIRST_DAY = 1_790_000_000_000_000L;
    private static final long MONTH_MICROS = 30L * 86_400 * 1_000_000;
    private static final int MAX_LINES = 3;
    /** Odd, and so invertible modulo 2^64. */
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;
    private static final long GATHER = inverse(SPREAD);

    private OrderEvents() {}

    /** One event as a line of JSON, without a line end. */
    static void append(StringBuilder json, long number) {
        SplittableRandom random = new SplittableRandom(number);
        json.append("{\"event_id\":\"").append(eventId(number)).append("\",\"order_id\":\"o-")
                .append(Long.toString(random.nextLong(Long.MAX_VALUE), 36)).append("\",\"placed_at\":")
                .append(FIRST_DAY + random.nextLong(MONTH_MICROS)).append(",\"country\":\"")
                .append(COUNTRIES[random.nextInt(COUNTRIES.length)]).append("\",\"status\":\"")
                .append(STATUSES[random.nextInt(STATUSES.length)]).append("\",\"total\":\"");
        money(json, random);
        json.append("\",\"currency\":\"").append(CURRENCIES[random.nextInt(CURRENCIES.length)])
                .append("\",\"customer_email\":\"").append(Long.toString(random.nextLong(1L << 40), 36))
                .append("@example.com\",\"lines\":[");
        int lines = 1 + random.nextInt(MAX_LINES);
        for (int i = 0; i < lines; i++) {
            json.append(i == 0 ? "" : ",").append("{\"sku\":\"").append(Integer.toString(random.nextInt(1 << 30), 36))
                    .append("\",\"quantity\":").append(1 + random.nextInt(9)).append(",\"unit_price\":\"");
            money(json, random);
            json.append("\"}");
        }
        json.append("]}");
    }

    /** Several events, one on a line. */
    static byte[] body(long first, int events) {
        StringBuilder json = new StringBuilder(events * 400);
        for (int i = 0; i < events; i++) {
            append(json, first + i);
            if (events > 1) {
                json.append('\n');
            }
        }
        return json.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The number of the event that has this id. */
    static long number(String eventId) {
        return UUID.fromString(eventId).getLeastSignificantBits() * GATHER;
    }

    static String eventId(long number) {
        return new UUID(new SplittableRandom(~number).nextLong(), number * SPREAD).toString();
    }

    private static void money(StringBuilder json, SplittableRandom random) {
        int cents = random.nextInt(100);
        json.append(random.nextInt(2_000)).append(cents < 10 ? ".0" : ".").append(cents);
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
