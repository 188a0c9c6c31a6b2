package io.millrace.ingest.config;

/** Handling of a timestamp with more digits than its field stores, such as nanoseconds. */
public enum TimePrecision {
    /** It is rejected, unless the extra digits are zeros. */
    EXACT,
    /** The extra digits are cut off. */
    TRUNCATE
}
