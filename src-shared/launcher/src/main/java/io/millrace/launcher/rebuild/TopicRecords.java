package io.millrace.launcher.rebuild;

import java.util.HashMap;
import java.util.Map;

import io.millrace.contracts.schema.StreamName;
import io.millrace.launcher.topic.TimeWindow;
import io.millrace.launcher.topic.TopicRangeReader;
import io.millrace.table.SourcePartition;
import io.millrace.table.mergerule.OffsetRange;

/** The records that Kafka still has of a stream, up to those that were there at the start. */
public final class TopicRecords implements RecordSource {
    private final TimeWindow window;
    private final TopicRangeReader topic;
    private final Map<Integer, OffsetRange> ranges;

    /**
     * @throws io.millrace.launcher.local.LauncherException
     *             when Kafka does not answer, or has no such topic
     */
    public TopicRecords(String bootstrapServers, StreamName stream, TimeWindow window) {
        this.window = window;
        this.topic = new TopicRangeReader(bootstrapServers, stream.topic());
        boolean complete = false;
        try {
            this.ranges = topic.from(window);
            complete = true;
        } finally {
            if (!complete) {
                topic.close();
            }
        }
    }

    @Override
    public long expected() {
        return ranges.values().stream().mapToLong(range -> range.until() - range.from()).sum();
    }

    @Override
    public Map<SourcePartition, Long> ends() {
        Map<SourcePartition, Long> ends = new HashMap<>();
        ranges.forEach((partition, range) -> ends.put(new SourcePartition(topic.id(), partition), range.until()));
        return ends;
    }

    @Override
    public void read(Sink sink) {
        topic.read(ranges, record -> {
            if (window.has(record)) {
                sink.accept(topic.id(), record);
            }
        });
    }

    @Override
    public void close() {
        topic.close();
    }
}
