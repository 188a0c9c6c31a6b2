package io.millrace.ingest.outcome;

import java.util.List;

/** What became of a batch. */
public sealed interface BatchOutcome {
    /** Every event is stored. */
    record Stored(List<SendOutcome.Stored> fates) implements BatchOutcome {}

    /**
     * No event is stored, and none will be.
     *
     * @param reason
     *            what is in the way, for people
     * @param full
     *            whether it is the memory of this service, and nothing is known against Kafka
     */
    record NotStored(String reason, boolean full) implements BatchOutcome {}

    /**
     * Not every event is known to be stored.
     *
     * @param fates
     *            for each event of the batch; not all stored, and not all not stored
     * @param reason
     *            what is in the way, for people
     */
    record InDoubt(List<SendOutcome> fates, String reason) implements BatchOutcome {}
}
