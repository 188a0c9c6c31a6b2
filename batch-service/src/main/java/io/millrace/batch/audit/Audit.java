package io.millrace.batch.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import io.millrace.batch.metrics.BatchMetrics;
import io.millrace.batch.read.OffsetRangeReader;
import io.millrace.contracts.record.Decoded;
import io.millrace.contracts.record.DecodedWeight;
import io.millrace.contracts.record.OverweightException;
import io.millrace.contracts.record.RecordDecoder;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.DecodedMemory;
import io.millrace.table.EventTable;
import io.millrace.table.SourcePartition;
import io.millrace.table.mergerule.EventKey;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks produced = landed + dead-lettered, record by record: reads the records between the last audit and the watermark
 * again, and looks up the key of each event in the table and the coordinates of each other record in the dead-letter topic.
 * The table stores the audited offsets.
 */
@Singleton
public class Audit {
    /** Prefix of the name under which the table stores the audited offset of a partition; topic id and partition follow. */
    public static final String MARK = "millrace-audit/";

    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

    /** The records that the audit holds at a time. */
    private static final OffsetRangeReader.ChunkSize CHUNK = new OffsetRangeReader.ChunkSize(50_000, 16 << 20);

    private final OffsetRangeReader reader;
    private final RecordDecoder decoder;
    private final BatchMetrics metrics;

    Audit(OffsetRangeReader reader, ContractCatalog catalog, BatchMetrics metrics) {
        this.reader = reader;
        this.decoder = new RecordDecoder(catalog);
        this.metrics = metrics;
    }

    /** Audits a stream up to the watermark; returns the number of records that are neither in the table nor dead letters. */
    public long run(StreamName stream, EventTable table) {
        OffsetRangeReader.Topic topic = reader.topic(stream.topic());
        Map<Integer, OffsetRange> window = new HashMap<>();
        Map<Integer, Long> audited = new HashMap<>();
        topic.bounds().forEach((partition, bounds) -> {
            long from = Math.max(bounds.from(), table.marked(mark(topic, partition)).orElse(0));
            long until = table.watermark(new SourcePartition(topic.id(), partition)).orElse(from);
            audited.put(partition, Math.max(from, until));
            if (until > from) {
                window.put(partition, new OffsetRange(from, until));
            }
        });
        long[] missing = {0};
        LetterPositions letters = new LetterPositions(reader, table, stream, topic.id(), window, audited, CHUNK);
        reader.read(stream.topic(), window, CHUNK, (records, ranges) -> {
            missing[0] += missing(stream, table, records, letters);
            metrics.audited(stream, records.size());
        });
        metrics.missing(stream, missing[0]);
        if (missing[0] > 0) {
            LOG.error(
                    "Audit of stream {}: {} records of {} are neither in the table nor dead letters. Every run reports"
                            + " them again until they are found.",
                    stream, missing[0], window);
        } else if (!window.isEmpty()) {
            Map<String, Long> marks = new HashMap<>(letters.marks());
            window.forEach((partition, range) -> marks.put(mark(topic, partition), range.until()));
            table.mark(marks);
        }
        return missing[0];
    }

    /** An event and the record that it is in. */
    private record KeyedRecord(EventKey key, ConsumerRecord<byte[], byte[]> record) {}

    private long missing(StreamName stream, EventTable table, List<ConsumerRecord<byte[], byte[]>> records,
            LetterPositions letters) {
        List<KeyedRecord> events = new ArrayList<>();
        List<ConsumerRecord<byte[], byte[]>> poisoned = new ArrayList<>();
        decoder.askForUnknown(stream, records);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            switch (decode(stream, record)) {
                case Decoded.Event event ->
                    events.add(new KeyedRecord(
                            new EventKey(event.event().roles().pk(), event.event().roles().eventId()), record));
                case Decoded.Poison poison -> poisoned.add(poison.letter().source());
                case null -> events.add(new KeyedRecord(keyOf(stream, record), record));
            }
        }
        long lettersMissing = poisoned.stream().filter(record -> !letters.has(record.partition(), record.offset()))
                .count();
        Set<EventKey> present = table.present(events.stream().map(KeyedRecord::key).collect(Collectors.toSet()));
        // A quality rule, or a writer with less memory, makes an event a dead letter.
        return lettersMissing + events.stream().filter(event -> !present.contains(event.key()))
                .filter(event -> !letters.has(event.record().partition(), event.record().offset()))
                .map(KeyedRecord::key).distinct().count();
    }

    /** Null when there is no memory for the record. */
    private @Nullable Decoded decode(StreamName stream, ConsumerRecord<byte[], byte[]> record) {
        try {
            return decoder.decodeKnown(stream, record, new DecodedWeight(DecodedMemory.shareOfHeap()));
        } catch (OverweightException e) {
            return null;
        }
    }

    private EventKey keyOf(StreamName stream, ConsumerRecord<byte[], byte[]> record) {
        RecordDecoder.Key key = decoder.key(stream, record);
        return new EventKey(key.pk(), key.eventId());
    }

    private static String mark(OffsetRangeReader.Topic topic, int partition) {
        return MARK + topic.id() + "/" + partition;
    }
}
