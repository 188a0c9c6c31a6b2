package io.millrace.ingest.outcome;

import java.util.List;

import io.millrace.ingest.metrics.EventCount;

/** The outcome of one event of a request, as responses and metrics report it. */
public sealed interface EventOutcome {
    /**
     * All in-sync replicas have the event.
     *
     * @param partition
     *            the Kafka partition
     * @param offset
     *            its offset in the partition
     */
    record Stored(int partition, long offset) implements EventOutcome {}

    /**
     * The event is invalid, and all in-sync replicas of the dead-letter topic have it.
     *
     * @param partition
     *            the Kafka partition
     * @param offset
     *            its offset in the partition
     */
    record Quarantined(int partition, long offset) implements EventOutcome {}

    /**
     * The event is invalid and was not sent.
     *
     * @param reason
     *            the kind of error
     * @param problems
     *            the errors
     */
    record Rejected(RejectionReason reason, List<EventProblem> problems) implements EventOutcome {}

    /** A valid message that holds no event, such as a heartbeat. */
    record Skipped() implements EventOutcome {}

    /** The event is valid and was not sent, because the request was a dry run. */
    record Valid() implements EventOutcome {}

    /**
     * The event was handed to the producer, and no acknowledgement was seen: it may be stored, now or later, or never.
     */
    record Unknown() implements EventOutcome {}

    /** The event never entered the producer's buffer: it is not stored and will not be. */
    record NotStored() implements EventOutcome {}

    /** Whether Kafka acknowledged the event, in the topic or in the dead-letter topic. */
    default boolean isAcknowledged() {
        return this instanceof Stored || this instanceof Quarantined;
    }

    /** The value of {@code status} in responses. */
    default String status() {
        return switch (this) {
            case Stored unused -> "stored";
            case Quarantined unused -> "quarantined";
            case Rejected unused -> "rejected";
            case Skipped unused -> "skipped";
            case Valid unused -> "valid";
            case Unknown unused -> "unknown";
            case NotStored unused -> "not_stored";
        };
    }

    /** The category in which metrics count the event. */
    default EventCount counted() {
        return switch (this) {
            case Stored unused -> EventCount.STORED;
            case Quarantined unused -> EventCount.QUARANTINED;
            case Rejected unused -> EventCount.REFUSED;
            case Skipped unused -> EventCount.SKIPPED;
            case Valid unused -> EventCount.SKIPPED;
            case Unknown unused -> EventCount.UNKNOWN;
            case NotStored unused -> EventCount.NOT_STORED;
        };
    }
}
