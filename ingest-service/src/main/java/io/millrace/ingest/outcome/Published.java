package io.millrace.ingest.outcome;

import java.util.List;

/** What became of a batch. */
public sealed interface Published {
    /** Every event is stored. */
    record Stored(List<Fate.Stored> fates) implements Published {}

    /**
     * No event is stored, and none will be.
     *
     * @param reason
     *            what is in the way, for people
     * @param full
     *            whether it is the memory of this service, and nothing is known against Kafka
     */
    record NotStored(String reason, boolean full) implements Published {}

    /**
     * Not every event is known to be stored.
     *
     * @param fates
     *            for each event of the batch; not all stored, and not all not stored
     * @param reason
     *            what is in the way, for people
     */
    record InDoubt(List<Fate> fates, String reason) implements Published {}
}
