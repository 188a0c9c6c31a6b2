package io.millrace.ingest.config;

/** Whether callers must authenticate. */
public enum Security {
    /** Every caller is authorised for everything: for development and isolated machines. */
    OPEN,
    /** Callers need a grant for each operation. */
    REQUIRED
}
