package io.millrace.bench.simulation.world;

import java.util.Map;
import java.util.TreeMap;

import io.millrace.landing.RecordCollector;
import io.millrace.table.EventTable;
import io.millrace.table.MergeOutcome;
import io.millrace.table.SourcePartition;

/** Writes the records of a topic to a table, from its watermarks. Used by one process. */
final class Collector {
    private final SimulatedTopic topic;
    private final EventTable table;
    private final RecordCollector collector;
    private final Map<Integer, Long> positions = new TreeMap<>();

    Collector(SimulatedTopic topic, EventTable table, RecordCollector collector) {
        this.topic = topic;
        this.table = table;
        this.collector = collector;
    }

    /** Writes some records of each partition; returns whether there were any. */
    boolean write(int most) {
        if (collector.isEmpty()) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                if (!positions.containsKey(partition)) {
                    positions.put(partition, table.watermark(new SourcePartition(topic.id(), partition)).orElse(0));
                }
            }
            collector.add(topic.id(), topic.read(positions, most));
            if (collector.isEmpty()) {
                return false;
            }
        }
        Map<Integer, Long> ends = new TreeMap<>();
        collector.ranges().forEach((partition, range) -> ends.put(partition, range.until()));
        switch (collector.write(Lander.BEGINNINGS)) {
            case MergeOutcome.OffsetGap gap -> positions.put(gap.partition(), gap.watermark());
            case MergeOutcome.Merged done -> positions.putAll(ends);
            case MergeOutcome.AlreadyMerged done -> positions.putAll(ends);
        }
        return true;
    }
}
