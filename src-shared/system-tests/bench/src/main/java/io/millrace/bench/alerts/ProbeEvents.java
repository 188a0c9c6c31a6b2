package io.millrace.bench.alerts;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The events of the streams of this lab. */
final class ProbeEvents {
    private static final long MICROS = 1_000_000;

    private ProbeEvents() {}

    /** New events of this moment, each of another shop. */
    static String now(int number) {
        return at(number, Instant.now());
    }

    /** New events of a date. */
    static String at(int number, Instant time) {
        long micros = time.truncatedTo(ChronoUnit.SECONDS).getEpochSecond() * MICROS;
        return IntStream.range(0, number).mapToObj(i -> String.format(Locale.ROOT,
                "{\"pk\": \"p-%d\", \"event_id\": \"%s\", \"event_time\": %d, \"shop\": \"s-%d\"}", i,
                UUID.randomUUID(),
                micros, i))
                .collect(Collectors.joining("\n"));
    }
}
