package io.millrace.contracts.record;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.millrace.contracts.logging.LineLimit;
import io.millrace.contracts.schema.StreamName;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;

/** Writes dead letters to all in-sync replicas; only then may the watermark pass their source records. */
public final class DeadLetterTopic {
    /** Longer than {@code delivery.timeout.ms}, which normally ends the wait. */
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private final Producer<byte[], byte[]> producer;
    private final LineLimit<Kind> lines = new LineLimit<>();

    /** Letters of one stream and one reason. */
    private record Kind(StreamName stream, DeadLetter.Reason reason) {}

    /**
     * @param producer
     *            idempotent, with acks=all; the caller closes it
     */
    public DeadLetterTopic(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /**
     * Writes the letters and waits for all acknowledgements.
     *
     * @param topicId
     *            Kafka's id of the topic that they were read from
     * @throws DeadLetterFailedException
     *             when a letter was not acknowledged; write all of them again
     */
    public void write(StreamName stream, String topicId, List<DeadLetter> letters) {
        List<Future<RecordMetadata>> acks = new ArrayList<>(letters.size());
        try {
            for (DeadLetter letter : letters) {
                acks.add(producer.send(letter.toRecord(stream, topicId)));
            }
            for (Future<RecordMetadata> ack : acks) {
                ack.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (ExecutionException e) {
            throw new DeadLetterFailedException(stream, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new DeadLetterFailedException(stream,
                    new IllegalStateException("no acknowledgement within " + PATIENCE
                            + ", longer than the timeout of the producer: restart the service if it continues", e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        } catch (RuntimeException e) {
            throw new DeadLetterFailedException(stream, e);
        }
    }

    /**
     * Asks for a log line about letters that were written: one per stream and reason in a second, however many merges write to
     * this topic.
     *
     * @param letters
     *            the number of letters that the line is about
     * @return see {@link LineLimit#pass}
     */
    public OptionalLong logLine(StreamName stream, DeadLetter.Reason reason, int letters) {
        return lines.pass(new Kind(stream, reason), letters);
    }

    /** A dead letter was not acknowledged. Retryable; until then the offsets of its batch must not advance. */
    public static final class DeadLetterFailedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DeadLetterFailedException(StreamName stream, Throwable cause) {
            super("Could not write to the dead-letter topic " + stream.deadLetterTopic() + " (" + cause
                    + "). No record was skipped: the batch is retried. Check that the topic exists and is writable.",
                    cause);
        }
    }
}
