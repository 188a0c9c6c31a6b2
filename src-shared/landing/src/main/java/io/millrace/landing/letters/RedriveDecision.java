package io.millrace.landing.letters;

/** What a redrive does with a letter. */
public sealed interface RedriveDecision {
    /** Sends this record to the topic of the stream. */
    record Send(RefusedRecord record) implements RedriveDecision {}

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
