package io.millrace.contracts.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** The Kafka headers of an event. All values are UTF-8 text. */
public final class EventHeaders {
    /** The event's id, as in the value; for tools that do not decode the value. */
    public static final String EVENT_ID = "event_id";
    /** The stream's name. */
    public static final String STREAM = "stream";
    /** When the gateway accepted the event: microseconds since the epoch, UTC. */
    public static final String INGESTED_AT = "ingest_ts";
    /** Ties a request to its rows: see {@link CorrelationId}. */
    public static final String CORRELATION_ID = "correlation_id";
    /** By which way the event came to the gateway: {@code http}, {@code ce} or {@code cdc}. */
    public static final String SOURCE = "source";
    /** W3C trace context, passed on unchanged. */
    public static final String TRACEPARENT = "traceparent";

    private static final long MICROS_PER_MILLI = 1_000L;
    /** The end of the year 9999: the last time that every reader of a table knows. */
    private static final long MAX_MILLIS = Instant.parse("9999-12-31T23:59:59Z").toEpochMilli();
    private static final int MAX_DIGITS = 18;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HUNDRED_MILLION = 100_000_000L;
    private static final long EIGHT_ZEROS = 0x3030_3030_3030_3030L;
    /** Added to a character above 9, it sets the highest bit. */
    private static final long ABOVE_NINE = 0x4646_4646_4646_4646L;
    private static final long HIGHEST_BITS = 0x8080_8080_8080_8080L;
    private static final long PAIRS = 0x0000_00FF_0000_00FFL;
    private static final long HUNDRED_AND_MILLION = 100 + (1_000_000L << 32);
    private static final long ONE_AND_TEN_THOUSAND = 1 + (10_000L << 32);

    private EventHeaders() {}

    /**
     * When the gateway accepted an event, in microseconds since the epoch; the timestamp of the Kafka record when it did not
     * come through the gateway. Within the years 1970 to 9999.
     */
    public static long ingestedAtMicros(ConsumerRecord<byte[], byte[]> source) {
        Header header = source.headers().lastHeader(INGESTED_AT);
        long micros = header == null || header.value() == null ? Long.MAX_VALUE : micros(header.value());
        return micros <= MAX_MILLIS * MICROS_PER_MILLI
                ? micros
                : Math.clamp(source.timestamp(), 0, MAX_MILLIS) * MICROS_PER_MILLI;
    }

    /** A whole number of 1 to 18 digits; the largest long when the text is none. */
    private static long micros(byte[] digits) {
        if (digits.length == 2 * Long.BYTES) {
            long first = eightDigits((long) LONGS.get(digits, 0));
            long last = eightDigits((long) LONGS.get(digits, Long.BYTES));
            return (first | last) < 0 ? Long.MAX_VALUE : first * HUNDRED_MILLION + last;
        }
        long micros = 0;
        for (byte digit : digits) {
            if (digit < '0' || digit > '9') {
                return Long.MAX_VALUE;
            }
            micros = micros * 10 + digit - '0';
        }
        return digits.length == 0 || digits.length > MAX_DIGITS ? Long.MAX_VALUE : micros;
    }

    /**
     * The number that eight characters are, the first of them in the lowest byte; negative when one is no digit. Adds
     * neighbours first: of one digit each, then of two, then of four.
     */
    private static long eightDigits(long text) {
        long digits = text - EIGHT_ZEROS;
        if (((digits | text + ABOVE_NINE) & HIGHEST_BITS) != 0) {
            return -1;
        }
        digits = digits * 10 + (digits >>> 8);
        return (digits & PAIRS) * HUNDRED_AND_MILLION + (digits >>> 16 & PAIRS) * ONE_AND_TEN_THOUSAND >>> 32;
    }

    /** The last value of a header, when there is one. */
    public static Optional<String> text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
    }

    /** Adds a header. */
    public static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
