package io.millrace.batch.audit;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.millrace.batch.read.OffsetRangeReader;
import io.millrace.contracts.record.RecordDecoder;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.audit.AuditedRecords;
import io.millrace.table.SourcePartition;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The records of one share of the rota, in Kafka. */
final class TopicShare implements AuditedRecords {
    private final StreamName stream;
    private final OffsetRangeReader.Topic topic;
    private final Map<Integer, OffsetRange> ranges;
    private final OffsetRangeReader reader;
    private final RecordDecoder decoder;
    private final LetterPositions letters;

    /**
     * @param ranges
     *            the offsets to audit, by partition
     * @param letters
     *            the dead letters of these offsets
     */
    TopicShare(StreamName stream, OffsetRangeReader.Topic topic, Map<Integer, OffsetRange> ranges,
            OffsetRangeReader reader, ContractCatalog catalog, LetterPositions letters) {
        this.stream = stream;
        this.topic = topic;
        this.ranges = ranges;
        this.reader = reader;
        this.decoder = new RecordDecoder(catalog);
        this.letters = letters;
    }

    @Override
    public Map<SourcePartition, OffsetRange> ranges() {
        return bySource(ranges);
    }

    @Override
    public Set<String> topicIds() {
        return Set.of(topic.id());
    }

    @Override
    public void read(Sink sink) {
        reader.read(topic, ranges, OffsetRangeReader.ChunkSize.SMALL, (records, read) -> {
            decoder.askForUnknown(stream, records);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                sink.accept(topic.id(), record);
            }
        });
    }

    @Override
    public Map<SourcePartition, OffsetRange> complete() {
        Map<Integer, Long> beginnings = reader.beginnings(topic.name(), ranges.keySet());
        Map<Integer, OffsetRange> whole = new HashMap<>();
        ranges.forEach((partition, range) -> {
            long from = Math.max(range.from(), beginnings.getOrDefault(partition, range.until()));
            if (from < range.until()) {
                whole.put(partition, new OffsetRange(from, range.until()));
            }
        });
        return bySource(whole);
    }

    @Override
    public Map<SourcePartition, Set<Long>> deadLetters(Map<SourcePartition, OffsetRange> offsets) {
        Map<SourcePartition, Set<Long>> found = new HashMap<>();
        letters.all().forEach((partition, of) -> found.put(new SourcePartition(topic.id(), partition), of));
        return found;
    }

    @Override
    public boolean hasAllDeadLetters() {
        return letters.isComplete();
    }

    private Map<SourcePartition, OffsetRange> bySource(Map<Integer, OffsetRange> byPartition) {
        Map<SourcePartition, OffsetRange> found = new HashMap<>();
        byPartition.forEach((partition, range) -> found.put(new SourcePartition(topic.id(), partition), range));
        return found;
    }
}
