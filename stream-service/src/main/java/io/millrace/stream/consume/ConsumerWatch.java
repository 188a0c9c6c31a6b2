package io.millrace.stream.consume;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

import io.millrace.contracts.supervision.SupervisedTask;
import io.millrace.contracts.supervision.Supervision;

/**
 * Checks by the consumer's own metric that it polls. When its thread or channel has ended, no stream gets records any more,
 * and nothing else would show it.
 */
public final class ConsumerWatch {
    private static final double NANOS = 1e9;
    /** The consumer polls several times a second, even while it waits for a full buffer. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Kafka's own limit ({@code max.poll.interval.ms}): by then another group member has the partitions. */
    private static final Duration END = Duration.ofMinutes(5);

    private final DoubleSupplier secondsSincePoll;
    private final LongSupplier nanos;
    private final SupervisedTask task;
    private double silentSeconds;
    private long lookedAt;

    public ConsumerWatch(StreamConsumer consumer, Supervision supervision) {
        this(consumer::secondsSincePoll, System::nanoTime, supervision);
    }

    ConsumerWatch(DoubleSupplier secondsSincePoll, LongSupplier nanos, Supervision supervision) {
        this.secondsSincePoll = secondsSincePoll;
        this.nanos = nanos;
        this.lookedAt = nanos.getAsLong();
        this.task = supervision.task("consumer",
                "Check that Kafka answers, then restart the service: no stream gets records");
    }

    /** Checks once. */
    public void look() {
        task.guard(() -> {
            double seconds = silence();
            if (seconds > END.toSeconds()) {
                task.ended(silent(seconds));
            } else if (seconds > PATIENCE.toSeconds()) {
                throw silent(seconds);
            }
        }).run();
    }

    /** Kafka's metric compares times of day: until the next poll it contains a step of the clock, which no silence is as long as. */
    private double silence() {
        long now = nanos.getAsLong();
        double sinceLook = (now - lookedAt) / NANOS;
        lookedAt = now;
        silentSeconds = Math.min(secondsSincePoll.getAsDouble(), silentSeconds + sinceLook);
        return silentSeconds;
    }

    private static IllegalStateException silent(double seconds) {
        return new IllegalStateException("the consumer has not polled for " + Math.round(seconds) + " s");
    }
}
