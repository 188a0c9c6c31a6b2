package io.millrace.stream.consume;

import java.time.Duration;

import io.millrace.contracts.supervision.SupervisedTask;
import io.millrace.contracts.supervision.Supervision;

/**
 * Sees that the consumer polls, by its own metric: whatever ended its thread or its channel, no record of any stream comes
 * any more, and nothing else would say so.
 */
public final class ConsumerWatch {
    /** The consumer polls several times a second, also while it is held back. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Kafka's own limit ({@code max.poll.interval.ms}): another member of the group has the partitions by then. */
    private static final Duration END = Duration.ofMinutes(5);

    private final StreamConsumer consumer;
    private final SupervisedTask task;

    public ConsumerWatch(StreamConsumer consumer, Supervision supervision) {
        this.consumer = consumer;
        this.task = supervision.task("consumer",
                "Check that Kafka answers, then restart the service: no stream gets records");
    }

    /** Looks once. */
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
