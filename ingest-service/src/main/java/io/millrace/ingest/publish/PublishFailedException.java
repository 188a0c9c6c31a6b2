package io.millrace.ingest.publish;

import io.millrace.ingest.outcome.BatchOutcome;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Carries a result that is not "stored" past the circuit breaker, which counts exceptions. Retryable. */
final class PublishFailedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient BatchOutcome result;
    private final boolean silent;
    private final boolean busy;

    PublishFailedException(BatchOutcome result, @Nullable Throwable cause, boolean silent) {
        this(result, cause, silent, false);
    }

    /**
     * @param silent
     *            whether it was waited for in vain while nothing else was acknowledged either
     * @param busy
     *            whether it was waited for in vain while Kafka acknowledged others: it has much to do, and is there
     */
    PublishFailedException(BatchOutcome result, @Nullable Throwable cause, boolean silent, boolean busy) {
        super("A batch was not stored", cause, false, false);
        this.result = result;
        this.silent = silent;
        this.busy = busy;
    }

    BatchOutcome result() {
        return result;
    }

    boolean silent() {
        return silent;
    }

    boolean busy() {
        return busy;
    }

    /**
     * Whether it tells something about Kafka as a whole: a topic that is not there is the matter of its stream alone, and a
     * full buffer that of this service; when Kafka is away, what fills the buffer tells it.
     */
    static boolean speaksOfKafka(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownTopicOrPartitionException || cause instanceof BufferExhaustedException) {
                return false;
            }
        }
        return true;
    }
}
