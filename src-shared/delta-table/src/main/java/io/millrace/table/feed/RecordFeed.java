package io.millrace.table.feed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.millrace.contracts.ContractCatalog;
import io.millrace.contracts.DeadLetter;
import io.millrace.contracts.DeadLetterTopic;
import io.millrace.contracts.Decoded;
import io.millrace.contracts.RecordDecoder;
import io.millrace.contracts.StreamName;
import io.millrace.table.EventRow;
import io.millrace.table.EventTable;
import io.millrace.table.MergeOutcome;
import io.millrace.table.MicroBatch;
import io.millrace.table.SourcePartition;
import io.millrace.table.law.OffsetRange;
import io.millrace.table.mapping.ContractTable;
import io.millrace.table.mapping.EventRows;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Feeds the records of one stream into its table.
 *
 * <p>
 * Poison is acknowledged by the dead-letter topic before the merge that lets the watermark pass it: a crash in between
 * writes the same letter again, never loses it. Every failure is an exception after which the same records may be fed
 * again.
 */
public final class RecordFeed {
    /**
     * What became of the records.
     *
     * @param outcome
     *            of the merge
     * @param rows
     *            those that were events
     * @param deadLetters
     *            those that were written to the dead-letter topic now
     */
    public record Fed(MergeOutcome outcome, List<EventRow> rows, List<DeadLetter> deadLetters) {}

    private final StreamName stream;
    private final ContractCatalog catalog;
    private final RecordDecoder decoder;
    private final DeadLetterTopic deadLetterTopic;
    private final EventTable table;
    private final String writer;

    /**
     * @param writer
     *            the name that the rows get in {@code _written_by}
     */
    public RecordFeed(StreamName stream, ContractCatalog catalog, DeadLetterTopic deadLetterTopic, EventTable table,
            String writer) {
        this.stream = stream;
        this.catalog = catalog;
        this.decoder = new RecordDecoder(catalog);
        this.deadLetterTopic = deadLetterTopic;
        this.table = table;
        this.writer = writer;
    }

    /**
     * Feeds what was read.
     *
     * @param topicId
     *            Kafka's id of the topic
     * @param records
     *            all records in the ranges
     * @param ranges
     *            what was read, by partition
     */
    public Fed feed(String topicId, List<ConsumerRecord<byte[], byte[]>> records, Map<Integer, OffsetRange> ranges) {
        List<EventRow> rows = new ArrayList<>(records.size());
        List<DeadLetter> poison = new ArrayList<>();
        decoder.decode(stream, records).forEach(decoded -> {
            switch (decoded) {
                case Decoded.Event event -> rows.add(EventRows.row(event.event(), writer));
                case Decoded.Poison dead -> poison.add(dead.letter());
            }
        });
        List<DeadLetter> letters = poison.isEmpty() ? poison : notMergedYet(topicId, poison);
        if (!letters.isEmpty()) {
            deadLetterTopic.write(stream, letters);
        }
        var shape = ContractTable.shape(catalog.find(stream)
                .orElseThrow(() -> new IllegalStateException("stream " + stream + " has no contract")).latest());
        return new Fed(table.merge(new MicroBatch(shape, topicId, rows, ranges)), rows, letters);
    }

    /** The other writer wrote the letters below the watermark. */
    private List<DeadLetter> notMergedYet(String topicId, List<DeadLetter> poison) {
        Map<Integer, Long> watermarks = new HashMap<>();
        return poison.stream().filter(letter -> letter.source().offset() >= watermarks.computeIfAbsent(
                letter.source().partition(), p -> table.watermark(new SourcePartition(topicId, p)).orElse(0)))
                .collect(Collectors.toList());
    }
}
