package io.millrace.bench.alerts;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The events and contracts of the streams of this lab. */
final class ProbeEvents {
    /**
     * Objectives that no fault of some minutes misses, so that an alert about them fires for the fault that is meant for it
     * alone.
     */
    private static final String LENIENT = """
            "latency": {"threshold": "PT1H"}, "freshness": {"threshold": "PT1H"}""";
    private static final long MICROS = 1_000_000;

    private ProbeEvents() {}

    /**
     * A contract.
     *
     * @param lagSeconds
     *            the threshold of the objective {@code lag}
     * @param letters
     *            the threshold of the objective {@code letters}
     * @param availability
     *            the objective {@code availability}, from 0.5 to 1
     */
    static String contract(long lagSeconds, long letters, double availability) {
        return """
                {"type": "record", "name": "Probe",
                 "millrace": {"freshness": "PT1S", "slo": {%s,
                  "lag": {"threshold": "PT%dS"}, "letters": {"threshold": %d}, "availability": {"objective": %s}}},
                 "fields": [
                  {"name": "pk", "type": "string"},
                  {"name": "event_id", "type": "string"},
                  {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}}
                ]}""".formatted(LENIENT, lagSeconds, letters, availability);
    }

    /** New events of this moment. */
    static String now(int number) {
        return at(number, Instant.now());
    }

    /** New events of a date. */
    static String at(int number, Instant time) {
        long micros = time.truncatedTo(ChronoUnit.SECONDS).getEpochSecond() * MICROS;
        return IntStream.range(0, number).mapToObj(i -> String.format(Locale.ROOT,
                "{\"pk\": \"p-%d\", \"event_id\": \"%s\", \"event_time\": %d}", i, UUID.randomUUID(), micros))
                .collect(Collectors.joining("\n"));
    }
}
