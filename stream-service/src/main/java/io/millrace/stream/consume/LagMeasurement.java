package io.millrace.stream.consume;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.StreamCalls;
import io.millrace.landing.TopicUnavailableException;
import io.millrace.landing.lag.OldestRecords;
import io.millrace.landing.lag.TopicRetention;
import io.millrace.stream.merge.StreamMerge;
import io.millrace.stream.metrics.LagSample;
import io.millrace.stream.metrics.StreamMetrics;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.TimeoutException;

/** Measures the lag of every stream. A lag that cannot be measured is unknown, not the last one. */
public final class LagMeasurement {
    /** A stream whose oldest record is younger than this is not behind: records wait for the next commit. */
    private static final double BACKLOG_SECONDS = 10;
    private static final Duration LONGEST_READ = Duration.ofSeconds(10);
    /** Each that hangs keeps a thread and little memory. */
    private static final int MOST_READS = 32;
    private static final double MILLIS_PER_SECOND = 1_000;

    private final TopicOffsets topics;
    private final OldestRecords oldest;
    private final TopicRetention retention;
    private final Clock clock;
    private final Map<StreamName, Velocity> velocities = new HashMap<>();
    private final StreamCalls tables;
    private final Supplier<Map<StreamName, StreamMerge>> merges;
    private final StreamMetrics metrics;
    private final Consumer<StreamName> topicReplaced;

    /**
     * @param oldest
     *            reads the ages of records
     * @param topicReplaced
     *            receives the streams whose topic was deleted and created again
     */
    public LagMeasurement(Admin admin, OldestRecords oldest, Clock clock,
            Supplier<Map<StreamName, StreamMerge>> merges, StreamMetrics metrics, Consumer<StreamName> topicReplaced) {
        this.topics = new TopicOffsets(admin);
        this.retention = new TopicRetention(admin, System::nanoTime);
        this.oldest = oldest;
        this.clock = clock;
        this.tables = new StreamCalls("lag", LONGEST_READ, MOST_READS, clock);
        this.merges = merges;
        this.metrics = metrics;
        this.topicReplaced = topicReplaced;
    }

    /** Measures once. Throws the first failure, after every stream was tried or is known to be out of reach. */
    public void measure() {
        RuntimeException failed = null;
        boolean away = false;
        velocities.keySet().retainAll(merges.get().keySet());
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
        metrics.lag(stream, sample(stream, topic,
                tables.of(stream, lane -> merge.unmerged(topic.id(), topic.bounds()))));
        metrics.tableReplacements(stream, merge.tableReplacements());
    }

    private LagSample sample(StreamName stream, TopicOffsets.Snapshot topic, Map<Integer, OffsetRange> unmerged) {
        long behind = unmerged.values().stream().mapToLong(range -> range.until() - range.from()).sum();
        long end = topic.bounds().values().stream().mapToLong(OffsetRange::until).sum();
        OptionalLong first = oldest.timestamp(topic.id(), stream.topic(), unmerged);
        double seconds = first.isEmpty() ? 0 : Math.max(0, clock.millis() - first.getAsLong()) / MILLIS_PER_SECOND;
        Velocity.Rates rates = velocities.computeIfAbsent(stream, s -> new Velocity())
                .measured(System.nanoTime(), end, end - behind);
        double kept = retention(stream);
        return new LagSample(behind, topic.unstable(), seconds, rates.arrival(), rates.merge(),
                seconds < BACKLOG_SECONDS ? 0 : rates.secondsToCatchUp(behind), kept, Math.max(0, kept - seconds));
    }

    private double retention(StreamName stream) {
        try {
            return retention.seconds(stream.topic());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicUnavailableException("Interrupted while reading the retention of topic " + stream.topic(),
                    e);
        }
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
