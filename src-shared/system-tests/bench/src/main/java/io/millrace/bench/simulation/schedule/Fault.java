package io.millrace.bench.simulation.schedule;

import java.util.Locale;

/** The failure of one call. */
public enum Fault {
    NONE,
    /** An error, and nothing was done. */
    ERROR,
    /** It was done, and the caller gets an error. */
    ANSWER_LOST,
    /** The caller gets an error, and it is done some steps later. */
    LATE,
    /** The file was stored, and the call returns that its name is taken, as after a request that a client repeated. */
    TAKEN_BY_ITSELF,
    /** A list has some of the files that were added or removed while it was made, and not the others. */
    TORN_LIST,
    /** The process ends before the call. */
    CRASH_BEFORE,
    /** The process ends after the call. */
    CRASH_AFTER;

    /** As in a printed schedule. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
