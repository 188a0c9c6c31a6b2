package io.millrace.ingest.publish;

import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Carries a result that is not "stored" past the circuit breaker, which counts exceptions. Retryable. */
final class PublishFailedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Published result;

    PublishFailedException(Published result, @Nullable Throwable cause) {
        super("A batch was not stored", cause, false, false);
        this.result = result;
    }

    Published result() {
        return result;
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
