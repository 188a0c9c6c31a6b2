package io.millrace.bench.pipeline;

/** The phases that can be measured. */
enum Phase {
    /** A backlog from the start of the process. */
    COLD,
    /** A backlog when the compilers have nothing left to do. */
    WARM,
    /** A few events at a time, on a table that has a million. */
    CONTINUOUS,
    /** Events that are all in the table already. */
    REDELIVERY,
    /** From a request to the gateway to the row. */
    HTTP,
    /** One run of batch-service: merge, audit, upkeep. */
    BATCH
}
