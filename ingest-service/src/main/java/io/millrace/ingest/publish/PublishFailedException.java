package io.millrace.ingest.publish;

import io.millrace.ingest.outcome.BatchOutcome;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Carries the outcome of a batch that is not stored through the circuit breaker. Retryable. */
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
     * Whether the failure concerns Kafka as a whole: a missing topic concerns one stream, and a full buffer this
     * service; when Kafka is away, the events that fill the buffer fail, too.
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
