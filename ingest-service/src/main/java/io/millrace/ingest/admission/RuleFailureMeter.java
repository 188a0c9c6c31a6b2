package io.millrace.ingest.admission;

import io.millrace.contracts.schema.StreamName;

/** Counts events that do not meet a quality rule. */
@FunctionalInterface
public interface RuleFailureMeter {
    /**
     * Counts events of one request.
     *
     * @param rule
     *            the name of the rule
     * @param onFailure
     *            what becomes of such an event
     */
    void count(StreamName stream, String rule, String onFailure, int events);
}
