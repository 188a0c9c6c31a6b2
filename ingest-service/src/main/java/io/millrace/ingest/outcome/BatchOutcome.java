package io.millrace.ingest.outcome;

import java.util.List;

/** The outcome of sending a batch. */
public sealed interface BatchOutcome {
    /**
     * Kafka acknowledged every event.
     *
     * @param events
     *            the outcome of each event of the batch
     */
    record AllStored(List<EventOutcome> events) implements BatchOutcome {}

    /**
     * No event is stored, and none will be.
     *
     * @param reason
     *            the cause, for people
     * @param full
     *            whether the memory of this service is full, which says nothing about Kafka
     */
    record NoneStored(String reason, boolean full) implements BatchOutcome {}

    /**
     * Some events are not known to be stored.
     *
     * @param events
     *            the outcome of each event of the batch; not all acknowledged, and not all unsent
     * @param reason
     *            the cause, for people
     */
    record InDoubt(List<EventOutcome> events, String reason) implements BatchOutcome {}
}
