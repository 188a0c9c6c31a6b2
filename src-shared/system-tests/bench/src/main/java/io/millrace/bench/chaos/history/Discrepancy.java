package io.millrace.bench.chaos.history;

import java.util.Locale;

/** The ways in which a run can break a promise. */
public enum Discrepancy {
    /** An acknowledged event that is not in the table. */
    LOST,
    /** A further row of a key. */
    DUPLICATE,
    /** A row that no request sent, or only requests that were answered as not stored. */
    GHOST,
    /** A row of a lower revision than one that was acknowledged. */
    WRONG_REVISION,
    /** A poison record without a letter. */
    LETTER_LOST,
    /** A further letter of a record. */
    LETTER_DUPLICATE,
    /** A letter of a record that is no poison. */
    LETTER_GHOST,
    /** A letter whose record was redriven and that is not resolved. */
    LETTER_UNRESOLVED,
    /** An offset that the bronze table does not have. */
    BRONZE_LOST,
    /** A further row of an offset in the bronze table. */
    BRONZE_DUPLICATE,
    /** A request of valid events that was refused for what is in it. */
    VALID_REFUSED,
    /** An invalid event that was acknowledged. */
    INVALID_STORED,
    /** A file or a commit that was deleted though a version within the retention needs it. */
    FILE_GONE,
    /** Books that do not balance, or a finding of the audit by key. */
    AUDIT,
    /** Books or metrics that count another number of offsets that Kafka deleted before they were merged than it did. */
    DELETED_MISCOUNTED,
    /** A fault after which the system was not fresh again in time. */
    NOT_RECOVERED,
    /** A process that ended without a fault. */
    ENDED_BY_ITSELF,
    /** A thread of the suite itself that failed: the run proves nothing. */
    SUITE;

    /** Its name in reports. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
