package io.millrace.ingest.publish;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import jakarta.enterprise.util.TypeLiteral;

import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.jboss.logging.Logger;

/**
 * The circuit breaker before the producer. It opens when so many batches in a row failed, lets one batch through as a
 * probe when its delay has passed, and closes when a probe is stored.
 */
public final class Breaker {
    private static final Logger LOG = Logger.getLogger(Breaker.class);

    private final TypedGuard<CompletionStage<Published>> guard;
    private final long delayNanos;
    private final LongSupplier nanoTime;
    private volatile CircuitBreakerState state = CircuitBreakerState.CLOSED;
    private volatile long openedAt;

    /**
     * @param failures
     *            so many batches in a row open it
     * @param delay
     *            from opening to the first probe
     */
    public Breaker(int failures, Duration delay) {
        this(failures, delay, System::nanoTime);
    }

    Breaker(int failures, Duration delay, LongSupplier nanoTime) {
        this.delayNanos = delay.toNanos();
        this.nanoTime = nanoTime;
        this.guard = TypedGuard.create(new TypeLiteral<CompletionStage<Published>>() {
        })
                .withDescription("publish").withThreadOffload(false).withCircuitBreaker()
                .requestVolumeThreshold(failures).failureRatio(1.0).successThreshold(1)
                .delay(delay.toMillis(), ChronoUnit.MILLIS).when(PublishFailedException::speaksOfKafka)
                .onStateChange(this::changed).done().build();
    }

    /** Open, and not yet due for a probe: whatever is sent now is turned away. */
    public boolean turnsAway() {
        return state == CircuitBreakerState.OPEN && nanoTime.getAsLong() - openedAt < delayNanos;
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
    CompletionStage<Published> guard(Supplier<CompletionStage<Published>> attempt) {
        return guard.get(attempt).exceptionally(fault -> {
            Throwable cause = fault instanceof CompletionException && fault.getCause() != null
                    ? fault.getCause()
                    : fault;
            return switch (cause) {
                case PublishFailedException failed -> failed.result();
                case CircuitBreakerOpenException unused -> new Published.NotStored(
                        "Kafka did not acknowledge the last batches; the next attempt is made within "
                                + Duration.ofNanos(delayNanos).toMillis() + " ms");
                default -> throw new CompletionException(cause);
            };
        });
    }

    private void changed(CircuitBreakerState next) {
        if (next == CircuitBreakerState.OPEN) {
            openedAt = nanoTime.getAsLong();
        }
        LOG.infof("The circuit breaker before Kafka is %s, was %s", next, state);
        state = next;
    }
}
