package io.millrace.ingest.http.problem;

import java.util.Locale;

/** What a request that was not answered with 2xx did to the stream. */
public enum RequestOutcome {
    /** No event of it is stored, and none will be. */
    NOT_STORED,
    /** Some events are stored and the others are not; the results say which. */
    PARTIAL,
    /** Of some events it is not known whether they are stored; send all again with the same ids. */
    UNKNOWN;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
