package io.millrace.ingest.publish;

import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Carries a result that is not "stored" past the circuit breaker, which counts exceptions. Retryable. */
final class PublishFailedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Published result;
    private final boolean silent;

    /**
     * @param silent
     *            whether it was waited for in vain while nothing else was acknowledged either
     */
    PublishFailedException(Published result, @Nullable Throwable cause, boolean silent) {
        super("A batch was not stored", cause, false, false);
        this.result = result;
        this.silent = silent;
    }

    Published result() {
        return result;
    }

    boolean silent() {
        return silent;
    }

    /** Whether it tells something about Kafka as a whole: a topic that is not there is the matter of its stream alone. */
    static boolean speaksOfKafka(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownTopicOrPartitionException) {
                return false;
            }
        }
        return true;
    }
}
