package io.millrace.stream.consume;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.TopicUnavailableException;
import io.millrace.stream.merge.StreamMerge;
import io.millrace.stream.metrics.StreamMetrics;
import org.apache.kafka.common.errors.TimeoutException;

/** Measures the lag of every stream. A lag that cannot be measured is unknown, not the last one. */
public final class LagMeasurement {
    private final TopicOffsets topics;
    private final Supplier<Map<StreamName, StreamMerge>> merges;
    private final StreamMetrics metrics;
    private final Consumer<StreamName> topicReplaced;

    /**
     * @param topicReplaced
     *            receives the streams whose topic was deleted and created again
     */
    public LagMeasurement(TopicOffsets topics, Supplier<Map<StreamName, StreamMerge>> merges, StreamMetrics metrics,
            Consumer<StreamName> topicReplaced) {
        this.topics = topics;
        this.merges = merges;
        this.metrics = metrics;
        this.topicReplaced = topicReplaced;
    }

    /** Measures once. Throws the first failure, after every stream was tried or is known to be out of reach. */
    public void measure() {
        RuntimeException failed = null;
        boolean away = false;
        for (var stream : merges.get().entrySet()) {
            try {
                if (away) {
                    metrics.lagUnknown(stream.getKey());
                } else {
                    measure(stream.getKey(), stream.getValue());
                }
            } catch (RuntimeException e) {
                metrics.lagUnknown(stream.getKey());
                failed = failed == null ? e : failed;
                // Each further request would take as long until it fails.
                away = e.getCause() instanceof TimeoutException;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    private void measure(StreamName stream, StreamMerge merge) {
        TopicOffsets.Snapshot topic = read(stream);
        if (!merge.isOf(topic.id())) {
            topicReplaced.accept(stream);
        }
        metrics.lag(stream, merge.behind(topic.id(), topic.bounds()));
        metrics.unstable(stream, topic.unstable());
        metrics.tableReplacements(stream, merge.tableReplacements());
    }

    private TopicOffsets.Snapshot read(StreamName stream) {
        try {
            return topics.read(stream.topic());
        } catch (ExecutionException e) {
            throw new TopicUnavailableException(
                    "Kafka did not give the offsets of topic " + stream.topic() + " (" + e.getCause() + ")",
                    e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicUnavailableException("Interrupted while reading the offsets of topic " + stream.topic(), e);
        }
    }
}
