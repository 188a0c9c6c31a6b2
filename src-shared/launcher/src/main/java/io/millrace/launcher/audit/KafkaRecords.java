package io.millrace.launcher.audit;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.audit.AuditedRecords;
import io.millrace.launcher.topic.TimeWindow;
import io.millrace.launcher.topic.TopicRangeReader;
import io.millrace.table.SourcePartition;
import io.millrace.table.mergerule.OffsetRange;

/** The records that Kafka has of a stream, in a window and below the watermarks of the table. */
public final class KafkaRecords implements AuditedRecords, AutoCloseable {
    private final TopicRangeReader topic;
    private final LetterReader letters;
    private final Map<Integer, OffsetRange> ranges = new HashMap<>();
    private final boolean reachesTheBeginning;

    /**
     * @param watermarks
     *            of the table, by application id
     * @throws io.millrace.launcher.local.LauncherException
     *             when Kafka does not answer, or has no such topic
     */
    public KafkaRecords(String bootstrapServers, StreamName stream, TimeWindow window, Map<String, Long> watermarks) {
        this.topic = new TopicRangeReader(bootstrapServers, stream.topic());
        this.letters = new LetterReader(bootstrapServers, stream);
        this.reachesTheBeginning = topic.bounds().values().stream().allMatch(range -> range.from() == 0);
        Map<Integer, Long> until = window.until() < Long.MAX_VALUE ? topic.offsetsAt(window.until()) : Map.of();
        topic.from(window).forEach((partition, range) -> {
            long end = Math.min(until.getOrDefault(partition, range.until()),
                    watermarks.getOrDefault(source(partition).applicationId(), 0L));
            if (range.from() < end) {
                ranges.put(partition, new OffsetRange(range.from(), end));
            }
        });
    }

    /** Kafka's id of the topic. */
    public String topicId() {
        return topic.id();
    }

    /** Whether Kafka has deleted no record of the topic. */
    public boolean reachesTheBeginning() {
        return reachesTheBeginning;
    }

    @Override
    public Map<SourcePartition, OffsetRange> ranges() {
        return bySource(ranges);
    }

    @Override
    public void read(Sink sink) {
        topic.read(ranges, record -> sink.accept(topic.id(), record));
    }

    @Override
    public Map<SourcePartition, OffsetRange> complete() {
        Map<Integer, OffsetRange> now = topic.bounds();
        Map<Integer, OffsetRange> whole = new HashMap<>();
        ranges.forEach((partition, range) -> {
            OffsetRange left = now.get(partition);
            long from = left == null ? range.until() : Math.max(range.from(), left.from());
            if (from < range.until()) {
                whole.put(partition, new OffsetRange(from, range.until()));
            }
        });
        return bySource(whole);
    }

    @Override
    public Map<SourcePartition, Set<Long>> deadLetters(Map<SourcePartition, OffsetRange> offsets) {
        return letters.within(offsets, topic.id());
    }

    @Override
    public boolean hasAllDeadLetters() {
        return letters.isComplete();
    }

    private Map<SourcePartition, OffsetRange> bySource(Map<Integer, OffsetRange> byPartition) {
        Map<SourcePartition, OffsetRange> found = new HashMap<>();
        byPartition.forEach((partition, range) -> found.put(source(partition), range));
        return found;
    }

    private SourcePartition source(int partition) {
        return new SourcePartition(topic.id(), partition);
    }

    @Override
    public void close() {
        topic.close();
    }
}
