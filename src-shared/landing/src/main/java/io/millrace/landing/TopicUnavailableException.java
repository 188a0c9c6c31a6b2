package io.millrace.landing;

import org.jspecify.annotations.Nullable;

/** Kafka did not give the offsets or records of a topic that a table needs. Retryable: no record was skipped. */
public final class TopicUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param problem
     *            what was tried, and what to check
     * @param cause
     *            the exception of the Kafka client, if there was one
     */
    public TopicUnavailableException(String problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}
