package io.millrace.batch.audit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.millrace.batch.read.OffsetRangeReader;
import io.millrace.contracts.record.RecordDecoder;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.audit.AuditedRecords;
import io.millrace.landing.audit.EarlierRecords;
import io.millrace.landing.bronze.BronzeRecord;
import io.millrace.table.SourcePartition;
import io.millrace.table.TableReader;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records below those of a share: from Kafka, and from the bronze table what Kafka no longer has. */
final class EarlierTopicRecords implements EarlierRecords {
    private final StreamName stream;
    private final OffsetRangeReader.Topic topic;
    private final OffsetRangeReader reader;
    private final RecordDecoder decoder;
    private final Supplier<TableReader> bronze;
    private Map<Integer, Long> completeFrom = Map.of();

    /**
     * @param topic
     *            the offsets of the topic when the audit began
     * @param bronze
     *            opens the bronze table, which need not exist
     */
    EarlierTopicRecords(StreamName stream, OffsetRangeReader.Topic topic, OffsetRangeReader reader,
            ContractCatalog catalog, Supplier<TableReader> bronze) {
        this.stream = stream;
        this.topic = topic;
        this.reader = reader;
        this.decoder = new RecordDecoder(catalog);
        this.bronze = bronze;
    }

    @Override
    public void read(Map<Integer, List<OffsetRange>> ranges, AuditedRecords.Sink sink) {
        int most = ranges.values().stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < most; i++) {
            readTopic(round(ranges, i), sink);
        }
        completeFrom = reader.beginnings(stream.topic(), topic.bounds().keySet());
        if (ranges.entrySet().stream().anyMatch(of -> of.getValue().getFirst().from() < beginning(of.getKey()))) {
            readBronze(ranges, sink);
        }
    }

    @Override
    public Map<Integer, Long> completeFrom() {
        return completeFrom;
    }

    private long beginning(int partition) {
        return completeFrom.getOrDefault(partition, Long.MAX_VALUE);
    }

    /** One range of each partition, as far as Kafka has it. */
    private Map<Integer, OffsetRange> round(Map<Integer, List<OffsetRange>> ranges, int number) {
        Map<Integer, OffsetRange> round = new HashMap<>();
        ranges.forEach((partition, all) -> {
            OffsetRange bounds = topic.bounds().get(partition);
            if (bounds != null && number < all.size()) {
                OffsetRange wanted = all.get(number);
                long from = Math.clamp(wanted.from(), bounds.from(), bounds.until());
                round.put(partition, new OffsetRange(from, Math.clamp(wanted.until(), from, bounds.until())));
            }
        });
        return round;
    }

    private void readTopic(Map<Integer, OffsetRange> window, AuditedRecords.Sink sink) {
        reader.read(topic, window, OffsetRangeReader.ChunkSize.SMALL, (records, read) -> {
            decoder.askForUnknown(stream, records);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                sink.accept(topic.id(), record);
            }
        });
    }

    /** The values of the bronze table are read only when it has one of the records. */
    private void readBronze(Map<Integer, List<OffsetRange>> ranges, AuditedRecords.Sink sink) {
        try (TableReader table = bronze.get()) {
            boolean[] hasAny = {false};
            table.values(BronzeRecord.POSITION, row -> hasAny[0] |= isWanted(BronzeRecord.position(row), ranges));
            if (hasAny[0]) {
                table.rows(Long.MAX_VALUE, row -> {
                    if (isWanted(BronzeRecord.position(row), ranges)) {
                        ConsumerRecord<byte[], byte[]> record = BronzeRecord.of(row, stream.topic());
                        decoder.askForUnknown(stream, List.of(record));
                        sink.accept(topic.id(), record);
                    }
                });
            }
        }
    }

    private boolean isWanted(BronzeRecord.Position at, Map<Integer, List<OffsetRange>> ranges) {
        SourcePartition source = at.source();
        return source.topicId().equals(topic.id()) && at.offset() < beginning(source.partition())
                && ranges.getOrDefault(source.partition(), List.of()).stream()
                        .anyMatch(range -> range.contains(at.offset()));
    }
}
