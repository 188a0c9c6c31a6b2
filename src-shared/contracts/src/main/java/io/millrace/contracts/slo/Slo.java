package io.millrace.contracts.slo;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The service level objectives of a stream. Each is a share of good ones among all that were judged. */
public enum Slo {
    /** Events that ingest-service answered without an error of its own, among all events that it received. */
    AVAILABILITY(Threshold.NONE),
    /** Requests with stored events that were answered within the threshold, among all of them. */
    LATENCY(Threshold.DURATION),
    /** Measurements in which the oldest record that is not in the table was younger than the threshold. */
    LAG(Threshold.DURATION),
    /** Rows that were committed within the threshold after the acceptance of their event. */
    FRESHNESS(Threshold.DURATION),
    /** Offsets that the books of the table explain and that were not lost, among all offsets that were ever merged. */
    COMPLETENESS(Threshold.NONE),
    /** Measurements in which no more dead letters than the threshold were open. */
    LETTERS(Threshold.COUNT);

    /** The kind of value that a threshold is. */
    public enum Threshold {
        /** There is none. */
        NONE,
        /** A time; in numbers, seconds. */
        DURATION,
        /** A number of things. */
        COUNT
    }

    private final Threshold threshold;

    Slo(Threshold threshold) {
        this.threshold = threshold;
    }

    /** The name in contracts, metrics and output. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of its threshold. */
    public Threshold threshold() {
        return threshold;
    }

    /** The objective with this name. */
    public static Optional<Slo> of(String label) {
        return Arrays.stream(values()).filter(slo -> slo.label().equals(label)).findFirst();
    }

    /** All names, in the order of the flow. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(Slo::label).toList();
    }
}
