package io.millrace.batch.metrics;

import java.util.Locale;

/** The steps of a run, for each stream. */
public enum RunStep {
    /** Merges the records of the topic, and appends them to the bronze table. */
    MERGE,
    /** Merges the dead letters into their table. */
    LETTERS,
    /** Audits a share of the keys, if one is due. */
    AUDIT,
    /** Checks the books. */
    BOOKS,
    /** Maintains the tables, if that is due. */
    MAINTENANCE;

    /** The name in metrics and in the table. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
