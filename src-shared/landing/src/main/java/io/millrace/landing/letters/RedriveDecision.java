package io.millrace.landing.letters;

import java.util.Optional;

/** The decision of a redrive on a letter. */
public sealed interface RedriveDecision {
    /**
     * Sends a record to the topic of the stream.
     *
     * @param record
     *            the record
     * @param eventId
     *            the event id in it; empty for the record as it was, which is not decoded
     */
    record Send(RefusedRecord record, Optional<String> eventId) implements RedriveDecision {}

    /**
     * Sends nothing, and leaves the letter as it is.
     *
     * @param obstacle
     *            why
     * @param detail
     *            what is wrong with this letter, without any value of the event
     */
    record Leave(RedriveObstacle obstacle, String detail) implements RedriveDecision {}
}
