package io.millrace.ingest.config;

/** Whether callers must show who they are. */
public enum Security {
    /** Everyone may do everything: for development, and for machines that nobody else reaches. */
    OPEN,
    /** Nobody may do anything that was not granted. */
    REQUIRED
}
