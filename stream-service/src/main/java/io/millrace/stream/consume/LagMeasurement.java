package io.millrace.stream.consume;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
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
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Measures the lag of every active stream, whether or not this process reads a partition of it. A lag that cannot be measured is
 * unknown, not the last one.
 */
public final class LagMeasurement implements AutoCloseable {
    /** A stream whose oldest record is younger than this is not behind: records wait for the next commit. */
    private static final double BACKLOG_SECONDS = 10;
    private static final Duration LONGEST_READ = Duration.ofSeconds(10);
    /** Each that hangs keeps a thread and little memory. */
    private static final int MOST_READS = 32;
    private static final double MILLIS_PER_SECOND = 1_000;

    private final TopicOffsets topics;
    private final OldestRecords oldest;
    private final OldestRecords oldestUnstable;
    private final TopicRetention retention;
    private final Clock clock;
    private final Map<StreamName, Velocity> velocities = new HashMap<>();
    private final StreamCalls tables;
    private final Supplier<Set<StreamName>> streams;
    private final Function<StreamName, Optional<StreamMerge>> merges;
    private final StreamMetrics metrics;
    private final Consumer<StreamName> topicReplaced;

    /**
     * @param probes
     *            opens consumers that return one record at a time and belong to no group
     * @param streams
     *            the active streams
     * @param merges
     *            the merge of an active stream, which is opened if it is not; empty when the stream is not active any more
     * @param topicReplaced
     *            receives the streams whose topic was deleted and created again
     */
    public LagMeasurement(Admin admin, ProbeConsumers probes, Clock clock, Supplier<Set<StreamName>> streams,
            Function<StreamName, Optional<StreamMerge>> merges, StreamMetrics metrics,
            Consumer<StreamName> topicReplaced) {
        this.topics = new TopicOffsets(admin);
        this.retention = new TopicRetention(admin, System::nanoTime);
        this.oldest = new OldestRecords(() -> probes.open(IsolationLevel.READ_COMMITTED));
        this.oldestUnstable = new OldestRecords(() -> probes.open(IsolationLevel.READ_UNCOMMITTED));
        this.clock = clock;
        this.tables = new StreamCalls("lag", LONGEST_READ, MOST_READS, clock);
        this.streams = streams;
        this.merges = merges;
        this.metrics = metrics;
        this.topicReplaced = topicReplaced;
    }

    /** Measures once. Throws the first failure, after every stream was tried or is known to be out of reach. */
    public void measure() {
        RuntimeException failed = null;
        boolean away = false;
        Set<StreamName> active = streams.get();
        velocities.keySet().retainAll(active);
        for (StreamName stream : active) {
            try {
                if (away) {
                    metrics.lagUnknown(stream);
                } else {
                    merges.apply(stream).ifPresent(merge -> measure(stream, merge));
                }
            } catch (RuntimeException e) {
                metrics.lagUnknown(stream);
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
        long unstable = topic.unstable().values().stream().mapToLong(range -> range.until() - range.from()).sum();
        // No record behind an open transaction is in the table, however long ago it was acknowledged.
        double seconds = Math.max(age(oldest.timestamp(topic.id(), stream.topic(), unmerged)),
                age(oldestUnstable.timestamp(topic.id(), stream.topic(), topic.unstable())));
        Velocity.Rates rates = velocities.computeIfAbsent(stream, s -> new Velocity())
                .measured(System.nanoTime(), end, end - behind);
        double kept = retention(stream);
        return new LagSample(behind, unstable, seconds, rates.arrival(), rates.merge(),
                seconds < BACKLOG_SECONDS ? 0 : rates.secondsToCatchUp(behind + unstable), kept,
                Math.max(0, kept - seconds));
    }

    /** The age of a record in seconds; 0 without one. */
    private double age(OptionalLong timestampMillis) {
        return timestampMillis.isEmpty()
                ? 0
                : Math.max(0, clock.millis() - timestampMillis.getAsLong()) / MILLIS_PER_SECOND;
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

    /** Closes its consumers; for the thread that measures. */
    @Override
    public void close() {
        oldest.close();
        oldestUnstable.close();
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
