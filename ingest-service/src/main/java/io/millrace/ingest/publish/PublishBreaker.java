package io.millrace.ingest.publish;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import jakarta.enterprise.util.TypeLiteral;

import io.millrace.ingest.outcome.BatchOutcome;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.jboss.logging.Logger;

/**
 * The circuit breaker before the producer. It opens when so many batches in a row failed, and at once when Kafka is silent:
 * when a batch was waited for in vain, or the producer has lost sight of a topic, while nothing at all was acknowledged. It lets one batch through as a probe when its
 * delay has passed and Kafka answers the service's own question, and closes when a probe is stored. So no caller waits for
 * a Kafka that is not there.
 */
public final class PublishBreaker {
    private static final Logger LOG = Logger.getLogger(PublishBreaker.class);

    /** Runs something once, when Kafka has answered a question that was put to it from now on. */
    public interface KafkaAnswers {
        void then(Runnable something);
    }

    private final TypedGuard<CompletionStage<BatchOutcome>> guard;
    private final int failures;
    private final long delayNanos;
    private final LongSupplier nanoTime;
    private final KafkaAnswers kafka;
    private final AtomicInteger failuresInARow = new AtomicInteger();
    private volatile CircuitBreakerState state = CircuitBreakerState.CLOSED;
    private volatile long openedAt;
    private volatile boolean answered;

    /**
     * @param failures
     *            so many batches in a row open it
     * @param delay
     *            from opening to the first probe, and longer while Kafka does not answer
     */
    public PublishBreaker(int failures, Duration delay, KafkaAnswers kafka) {
        this(failures, delay, kafka, System::nanoTime);
    }

    public PublishBreaker(int failures, Duration delay, KafkaAnswers kafka, LongSupplier nanoTime) {
        this.failures = failures;
        this.delayNanos = delay.toNanos();
        this.kafka = kafka;
        this.nanoTime = nanoTime;
        this.guard = TypedGuard.create(new TypeLiteral<CompletionStage<BatchOutcome>>() {
        })
                .withDescription("publish").withThreadOffload(false).withCircuitBreaker()
                .requestVolumeThreshold(1).failureRatio(1.0).successThreshold(1)
                .delay(delay.toMillis(), ChronoUnit.MILLIS).when(this::isOneTooMany)
                .onStateChange(this::changed).done().build();
    }

    /** Not due for a probe: whatever is sent now is turned away. */
    public boolean turnsAway() {
        return switch (state) {
            case CLOSED -> false;
            case HALF_OPEN -> !answered;
            case OPEN -> !answered || nanoTime.getAsLong() - openedAt < delayNanos;
        };
    }

    /** 0 closed, 1 half-open, 2 open; for the metric. */
    public int level() {
        return switch (state) {
            case CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
        };
    }

    /** Runs the attempt, or answers in its place when the breaker is open. The result completes exceptionally only by a fault of this program. */
    CompletionStage<BatchOutcome> guard(Supplier<CompletionStage<BatchOutcome>> attempt) {
        if (turnsAway()) {
            return CompletableFuture.completedFuture(turnedAway());
        }
        return state == CircuitBreakerState.CLOSED ? watched(attempt) : answered(guard.get(attempt));
    }

    /**
     * What goes well while the breaker is closed tells it nothing: only failures are put to it, since to go through it, with
     * its change of threads and contexts, is a tenth of what an event costs.
     */
    private CompletionStage<BatchOutcome> watched(Supplier<CompletionStage<BatchOutcome>> attempt) {
        CompletionStage<BatchOutcome> attempted;
        try {
            attempted = attempt.get();
        } catch (RuntimeException fault) {
            attempted = CompletableFuture.failedFuture(fault);
        }
        return answered(attempted.whenComplete((stored, fault) -> {
            // One that was sent before it opened says nothing of Kafka as it is now.
            if (fault != null && state == CircuitBreakerState.CLOSED) {
                var unused = guard.get(() -> CompletableFuture.failedFuture(cause(fault)));
            }
        }));
    }

    private CompletionStage<BatchOutcome> answered(CompletionStage<BatchOutcome> attempted) {
        return attempted.handle((stored, fault) -> {
            if (fault == null) {
                if (failuresInARow.get() != 0) {
                    failuresInARow.set(0);
                }
                return stored;
            }
            return switch (cause(fault)) {
                case PublishFailedException failed -> failed.result();
                case CircuitBreakerOpenException unused -> turnedAway();
                case Throwable other -> throw new CompletionException(other);
            };
        });
    }

    private static Throwable cause(Throwable fault) {
        return fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
    }

    /** Asked once for each batch that failed. */
    private boolean isOneTooMany(Throwable fault) {
        if (!PublishFailedException.speaksOfKafka(fault)) {
            return false;
        }
        boolean silent = fault instanceof PublishFailedException failed && failed.silent();
        if (fault instanceof PublishFailedException failed && failed.busy()) {
            return false;
        }
        return failuresInARow.updateAndGet(before -> silent ? failures : Math.min(failures, before + 1)) >= failures;
    }

    private static BatchOutcome turnedAway() {
        return new BatchOutcome.NoneStored("Kafka did not acknowledge the last batches; the next attempt is made when it"
                + " answers again", false);
    }

    private void changed(CircuitBreakerState next) {
        LOG.infof("The circuit breaker before Kafka is %s, was %s", next, state);
        if (next == CircuitBreakerState.OPEN) {
            openedAt = nanoTime.getAsLong();
            answered = false;
            state = next;
            kafka.then(() -> answered = true);
        } else {
            state = next;
        }
    }
}
