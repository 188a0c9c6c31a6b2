package io.millrace.launcher.audit;

import java.util.Map;
import java.util.Set;

import io.millrace.landing.audit.AuditedRecords;
import io.millrace.landing.audit.SuppliedOffsets;
import io.millrace.table.SourcePartition;
import io.millrace.table.mergerule.OffsetRange;

/**
 * Records of which those at offsets that Kafka deleted before they were merged are noticed.
 *
 * @param records
 *            all records
 * @param supplied
 *            takes the positions of those that are audited
 */
public record WatchedRecords(AuditedRecords records, SuppliedOffsets supplied) implements AuditedRecords {
    @Override
    public Map<SourcePartition, OffsetRange> ranges() {
        return records.ranges();
    }

    @Override
    public Set<String> topicIds() {
        return records.topicIds();
    }

    @Override
    public void read(Sink sink) {
        Map<SourcePartition, OffsetRange> ranges = ranges();
        records.read((topicId, record) -> {
            OffsetRange range = ranges.get(new SourcePartition(topicId, record.partition()));
            if (range != null && range.contains(record.offset())) {
                supplied.add(topicId, record.partition(), record.offset());
            }
            sink.accept(topicId, record);
        });
    }

    @Override
    public Map<SourcePartition, OffsetRange> complete() {
        return records.complete();
    }

    @Override
    public Map<SourcePartition, Set<Long>> deadLetters(Map<SourcePartition, OffsetRange> offsets) {
        return records.deadLetters(offsets);
    }

    @Override
    public boolean hasAllDeadLetters() {
        return records.hasAllDeadLetters();
    }
}
