package io.millrace.batch.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.millrace.batch.read.OffsetRangeReader;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.DecodedMemory;
import io.millrace.landing.audit.AuditFinding;
import io.millrace.landing.audit.RecordedFinding;
import io.millrace.landing.decode.KeyReading;
import io.millrace.table.EventTable;
import io.millrace.table.mergerule.EventKey;
import io.millrace.table.mergerule.OffsetRange;

/** Closes the gaps whose records have become rows since they were found. */
final class RepairedGaps {
    /** The offsets of a partition that one run reads. */
    private static final long MOST_OFFSETS = 50_000;

    private final OffsetRangeReader reader;
    private final ContractCatalog catalog;

    RepairedGaps(OffsetRangeReader reader, ContractCatalog catalog) {
        this.reader = reader;
        this.catalog = catalog;
    }

    /** The findings that are still open. The table records which of them are repaired. */
    List<RecordedFinding> without(StreamName stream, String topicId, EventTable table, List<RecordedFinding> open) {
        if (open.isEmpty()) {
            return open;
        }
        Map<Integer, OffsetRange> window = new HashMap<>();
        OffsetRangeReader.Topic topic = reader.topic(stream.topic());
        Map<Integer, Long> beginnings = new HashMap<>();
        topic.bounds().forEach((partition, bounds) -> beginnings.put(partition, bounds.from()));
        List<RecordedFinding> gaps = open.stream().filter(finding -> finding.kind() == AuditFinding.Kind.GAP
                && finding.source().topicId().equals(topicId) && topic.id().equals(topicId)
                && finding.offset() >= beginnings.getOrDefault(finding.source().partition(), Long.MAX_VALUE)).toList();
        gaps.forEach(gap -> window.merge(gap.source().partition(), new OffsetRange(gap.offset(), gap.offset() + 1),
                (one, other) -> new OffsetRange(one.from(),
                        Math.min(other.until(), one.from() + MOST_OFFSETS))));
        if (window.isEmpty()) {
            return open;
        }
        Map<RecordedFinding, EventKey> keys = new HashMap<>();
        KeyReading reading = new KeyReading(stream, catalog);
        reader.read(topic, window, OffsetRangeReader.ChunkSize.SMALL,
                (records, ranges) -> records.forEach(record -> gaps.stream()
                        .filter(gap -> gap.source().partition() == record.partition()
                                && gap.offset() == record.offset())
                        .forEach(gap -> reading.key(record, DecodedMemory.shareOfHeap())
                                .ifPresent(key -> keys.put(gap, key)))));
        Set<EventKey> present = table.present(keys.values());
        Map<String, Long> marks = new HashMap<>();
        List<RecordedFinding> left = new ArrayList<>(open);
        keys.forEach((gap, key) -> {
            if (present.contains(key)) {
                RecordedFinding closed = gap.as(RecordedFinding.FindingState.REPAIRED);
                marks.put(closed.name(), closed.number());
                left.remove(gap);
            }
        });
        if (!marks.isEmpty()) {
            table.mark(marks);
        }
        return left;
    }
}
