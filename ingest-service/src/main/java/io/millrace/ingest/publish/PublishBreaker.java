package io.millrace.ingest.publish;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.millrace.ingest.outcome.BatchOutcome;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breaker before the producer. It opens after several consecutive batches that failed, and at once when
 * Kafka is silent: when a batch timed out, or the producer has lost the metadata of a topic, while nothing at all was
 * acknowledged. It lets one batch through as a probe when its delay has passed and Kafka has answered the service's own
 * request, and closes when a probe is stored. So no caller waits for a Kafka that is away.
 */
public final class PublishBreaker {
    private static final Logger LOG = Logger.getLogger(PublishBreaker.class);
    private static final BatchOutcome TURNED_AWAY = new BatchOutcome.NoneStored(
            "Kafka did not acknowledge the last batches; the next attempt follows when it "
                    + "responds again",
            false);

    /** Runs an action once, when Kafka has answered a request that was sent after the call. */
    public interface KafkaAnswers {
        void then(Runnable action);
    }

    private enum State {
        CLOSED, HALF_OPEN, OPEN
    }

    private final int failures;
    private final long delayNanos;
    private final LongSupplier nanoTime;
    private final KafkaAnswers kafka;
    private final AtomicInteger failuresInARow = new AtomicInteger();
    private volatile State state = State.CLOSED;
    private volatile long openedAt;
    private volatile boolean answered;
    /** Whether a probe is on its way. */
    private boolean probing;

    /**
     * @param failures
     *            consecutive failed batches that open the breaker
     * @param delay
     *            from opening to the first probe, and longer while Kafka does not answer
     */
    public PublishBreaker(int failures, Duration delay, KafkaAnswers kafka) {
        this(failures, delay, kafka, System::nanoTime);
    }

    PublishBreaker(int failures, Duration delay, KafkaAnswers kafka, LongSupplier nanoTime) {
        this.failures = failures;
        this.delayNanos = delay.toNanos();
        this.kafka = kafka;
        this.nanoTime = nanoTime;
    }

    /** Whether a batch that is sent now is turned away, because no probe is due. */
    public boolean turnsAway() {
        return switch (state) {
            case CLOSED -> false;
            case HALF_OPEN -> !answered;
            case OPEN -> !answered || nanoTime.getAsLong() - openedAt < delayNanos;
        };
    }

    /** 0 closed, 1 half-open, 2 open; for the metric. */
    public int level() {
        return state.ordinal();
    }

    /**
     * Runs the attempt, or answers in its place when the breaker is open. The result completes exceptionally only by a
     * programming error.
     */
    CompletionStage<BatchOutcome> guard(Supplier<CompletionStage<BatchOutcome>> attempt) {
        if (state == State.CLOSED) {
            return outcome(started(attempt).whenComplete((stored, failure) -> {
                // A batch that was sent before the breaker opened says nothing about Kafka as it is now.
                if (failure != null && state == State.CLOSED && isOneTooMany(cause(failure))) {
                    open();
                }
            }));
        }
        if (!beginProbe()) {
            return CompletableFuture.completedFuture(TURNED_AWAY);
        }
        return outcome(started(attempt).whenComplete((stored, failure) -> endProbe(failure)));
    }

    private static CompletionStage<BatchOutcome> started(Supplier<CompletionStage<BatchOutcome>> attempt) {
        try {
            return attempt.get();
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private CompletionStage<BatchOutcome> outcome(CompletionStage<BatchOutcome> attempted) {
        return attempted.handle((stored, failure) -> {
            if (failure == null) {
                if (failuresInARow.get() != 0) {
                    failuresInARow.set(0);
                }
                return stored;
            }
            return switch (cause(failure)) {
                case PublishFailedException failed -> failed.result();
                case Throwable other -> throw new CompletionException(other);
            };
        });
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Called once for each batch that failed. */
    private boolean isOneTooMany(Throwable failure) {
        if (!PublishFailedException.speaksOfKafka(failure)) {
            return false;
        }
        boolean silent = failure instanceof PublishFailedException failed && failed.silent();
        if (failure instanceof PublishFailedException failed && failed.busy()) {
            return false;
        }
        return failuresInARow.updateAndGet(before -> silent ? failures : Math.min(failures, before + 1)) >= failures;
    }

    private synchronized boolean beginProbe() {
        if (probing || turnsAway()) {
            return false;
        }
        probing = true;
        if (state == State.OPEN) {
            changeTo(State.HALF_OPEN);
        }
        return true;
    }

    private synchronized void endProbe(@Nullable Throwable failure) {
        probing = false;
        if (failure != null && isOneTooMany(cause(failure))) {
            open();
        } else {
            changeTo(State.CLOSED);
        }
    }

    private void open() {
        synchronized (this) {
            if (state == State.OPEN) {
                return;
            }
            openedAt = nanoTime.getAsLong();
            answered = false;
            changeTo(State.OPEN);
        }
        kafka.then(() -> answered = true);
    }

    private void changeTo(State next) {
        if (next != state) {
            LOG.infof("The circuit breaker before Kafka is %s, was %s", next, state);
            state = next;
        }
    }
}
