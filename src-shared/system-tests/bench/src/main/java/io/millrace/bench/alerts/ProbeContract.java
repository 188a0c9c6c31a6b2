package io.millrace.bench.alerts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The contract of a stream of this lab.
 *
 * @param lag
 *            the threshold of the objective {@code lag}
 * @param latency
 *            the threshold of the objective {@code latency}
 * @param freshness
 *            the threshold of the objective {@code freshness}
 * @param letters
 *            the threshold of the objective {@code letters}
 * @param availability
 *            the objective {@code availability}, from 0.5 to 1
 * @param partitionBy
 *            the partition columns, separated by commas
 */
record ProbeContract(Duration lag, Duration latency, Duration freshness, long letters, double availability,
        String partitionBy) {
    /**
     * Objectives that no fault of some minutes misses, so that an alert about them fires for the fault that is meant for it
     * alone.
     */
    static final ProbeContract LENIENT = new ProbeContract(Duration.ofHours(6), Duration.ofHours(1),
            Duration.ofHours(1), 1_000_000, 0.5, "event_date");

    ProbeContract withLag(Duration threshold) {
        return new ProbeContract(threshold, latency, freshness, letters, availability, partitionBy);
    }

    ProbeContract withLatency(Duration threshold) {
        return new ProbeContract(lag, threshold, freshness, letters, availability, partitionBy);
    }

    ProbeContract withFreshness(Duration threshold) {
        return new ProbeContract(lag, latency, threshold, letters, availability, partitionBy);
    }

    ProbeContract withLetters(long threshold) {
        return new ProbeContract(lag, latency, freshness, threshold, availability, partitionBy);
    }

    ProbeContract withAvailability(double objective) {
        return new ProbeContract(lag, latency, freshness, letters, objective, partitionBy);
    }

    ProbeContract partitionedBy(String columns) {
        return new ProbeContract(lag, latency, freshness, letters, availability, columns);
    }

    /** Its Avro schema. */
    String json() {
        return """
                {"type": "record", "name": "Probe",
                 "millrace": {"freshness": "PT1S", "partition-by": ["%s"], "slo": {
                  "lag": {"threshold": "%s"}, "latency": {"threshold": "%s"}, "freshness": {"threshold": "%s"},
                  "letters": {"threshold": %d}, "availability": {"objective": %s}}},
                 "fields": [
                  {"name": "pk", "type": "string"},
                  {"name": "event_id", "type": "string"},
                  {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
                  {"name": "shop", "type": "string"}
                ]}""".formatted(partitionBy.replace(",", "\", \""), lag, latency, freshness, letters, availability);
    }

    /** Writes it to a file, for the commands of a runbook. */
    Path file(Fault.Place place) throws IOException {
        return Files.writeString(place.system().data().resolve(place.stream() + ".avsc"), json());
    }
}
