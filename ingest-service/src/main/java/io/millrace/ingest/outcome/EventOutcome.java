package io.millrace.ingest.outcome;

import java.util.List;

import io.millrace.ingest.metrics.EventCount;

/** What became of one event of a request, as it is answered and counted. */
public sealed interface EventOutcome {
    /** All in-sync replicas have it. */
    record Stored(int partition, long offset) implements EventOutcome {}

    /** All in-sync replicas of the dead-letter topic have it. */
    record Quarantined(int partition, long offset) implements EventOutcome {}

    /** It is invalid and was not sent. */
    record Rejected(String code, List<EventProblem> problems) implements EventOutcome {}

    /** It is lawful and no event of the stream. */
    record Skipped() implements EventOutcome {}

    /** It would have been sent, had it not been for a dry run. */
    record Valid() implements EventOutcome {}

    /** It was sent and no acknowledgement was seen. */
    record Unknown() implements EventOutcome {}

    /** It was not sent, and will not be. */
    record NotStored() implements EventOutcome {}

    /** As it stands in the answer. */
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

    /** What it is counted as. */
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
