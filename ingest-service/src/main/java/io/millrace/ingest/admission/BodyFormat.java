package io.millrace.ingest.admission;

/** How the events of a request are written down. */
public enum BodyFormat {
    /** One JSON object, or one array of them. */
    JSON,
    /** One JSON object per line; lines of white space alone are passed over. */
    NDJSON
}
