package io.millrace.ingest.publish;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * Recognises errors after which a producer never sends again: those that its transaction manager (which an idempotent
 * producer has, too) treats as fatal, and those of a closed producer, which are a plain {@link KafkaException} or an
 * {@link IllegalStateException}.
 */
final class FatalProducerErrors {
    private FatalProducerErrors() {}

    static boolean is(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause.getClass() == KafkaException.class || cause instanceof IllegalStateException
                    || cause instanceof ProducerFencedException || cause instanceof ClusterAuthorizationException
                    || cause instanceof TransactionalIdAuthorizationException
                    || cause instanceof UnsupportedVersionException || cause instanceof InvalidPidMappingException) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the producer says it of an event that may be in its buffer already, and even on its way: after an event
     * was put there the transaction manager is asked, and it speaks of what ended it. Every other refusal is from
     * before.
     */
    static boolean isToldAfterTaking(Exception refusal) {
        boolean plain = refusal.getClass() == KafkaException.class || refusal instanceof IllegalStateException;
        return plain && refusal.getCause() != null || refusal instanceof ProducerFencedException
                || refusal instanceof InvalidProducerEpochException;
    }
}
