package io.millrace.ingest.config;

/** What becomes of a time that is written with more digits than its field keeps, as clients write nanoseconds. */
public enum TimePrecision {
    /** It is refused, unless the digits that the field does not keep are zeros. */
    EXACT,
    /** The digits that the field does not keep are cut off. */
    TRUNCATE
}
