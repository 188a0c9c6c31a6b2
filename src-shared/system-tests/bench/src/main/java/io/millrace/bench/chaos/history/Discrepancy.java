package io.millrace.bench.chaos.history;

import java.util.Locale;

/** The ways in which a run can break a promise. */
public enum Discrepancy {
    /** An event that was acknowledged, or that Kafka has in the end, and that is not in the table. */
    LOST,
    /** A further row of a key. */
    DUPLICATE,
    /** A row that no request sent, or only requests that were answered as not stored. */
    GHOST,
    /** A row of a lower revision than one that was acknowledged, or that Kafka has in the end. */
    WRONG_REVISION,
    /** A poison record without a letter. */
    LETTER_LOST,
    /** A further letter of a record. */
    LETTER_DUPLICATE,
    /** A letter of a record that is no poison, or with other bytes than the record. */
    LETTER_GHOST,
    /** A letter whose record was redriven and that is not resolved. */
    LETTER_UNRESOLVED,
    /** An offset that the bronze table does not have. */
    BRONZE_LOST,
    /** A further row of an offset in the bronze table. */
    BRONZE_DUPLICATE,
    /** A row of the bronze table of an offset that Kafka never had, or with other bytes than its record. */
    BRONZE_GHOST,
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
    /** Events that were not merged, or not accepted, for too long without a fault. */
    PAUSE,
    /** A process that ended, or asked for a restart, without a fault. */
    ENDED_BY_ITSELF,
    /** A topic or a table that cannot be read when the run is over. */
    UNREADABLE,
    /** A thread of the suite itself that failed, or a run without faults, events or letters: it proves nothing. */
    SUITE;

    /** Its name in reports. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
