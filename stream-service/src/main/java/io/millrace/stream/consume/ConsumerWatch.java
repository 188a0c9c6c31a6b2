package io.millrace.stream.consume;

import java.time.Duration;

import io.millrace.contracts.supervision.SupervisedTask;
import io.millrace.contracts.supervision.Supervision;

/**
 * Checks by the consumer's own metric that it polls. When its thread or channel has ended, no stream gets records any more,
 * and nothing else would show it.
 */
public final class ConsumerWatch {
    /** The consumer polls several times a second, even while it waits for a full buffer. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Kafka's own limit ({@code max.poll.interval.ms}): by then another group member has the partitions. */
    private static final Duration END = Duration.ofMinutes(5);

    private final StreamConsumer consumer;
    private final SupervisedTask task;

    public ConsumerWatch(StreamConsumer consumer, Supervision supervision) {
        this.consumer = consumer;
        this.task = supervision.task("consumer",
                "Check that Kafka answers, then restart the service: no stream gets records");
    }

    /** Checks once. */
    public void look() {
        task.guard(() -> {
            double seconds = consumer.secondsSincePoll();
            if (seconds > END.toSeconds()) {
                task.ended(silent(seconds));
            } else if (seconds > PATIENCE.toSeconds()) {
                throw silent(seconds);
            }
        }).run();
    }

    private static IllegalStateException silent(double seconds) {
        return new IllegalStateException("the consumer has not polled for " + Math.round(seconds) + " s");
    }
}
