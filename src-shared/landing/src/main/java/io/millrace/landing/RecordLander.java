package io.millrace.landing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.DeadLetterTopic;
import io.millrace.contracts.record.Decoded;
import io.millrace.contracts.record.DecodedWeight;
import io.millrace.contracts.record.OverweightException;
import io.millrace.contracts.record.RecordDecoder;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.mapping.ContractTable;
import io.millrace.landing.mapping.EventRows;
import io.millrace.table.EventRow;
import io.millrace.table.EventTable;
import io.millrace.table.MergeOutcome;
import io.millrace.table.MicroBatch;
import io.millrace.table.SourcePartition;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the records of one stream into its table, as many at a time as there is {@link DecodedMemory} for.
 *
 * <p>
 * Poison is acknowledged by the dead-letter topic before the merge that lets the watermark pass it: a crash in between
 * writes the same letter again, never loses it. Every failure is an exception after which the same records may be fed
 * again.
 */
public final class RecordLander {
    /**
     * What became of the records.
     *
     * @param outcome
     *            of the merge
     * @param rows
     *            those that were events
     * @param deadLetters
     *            those that were written to the dead-letter topic now
     * @param partitions
     *            to how many partitions of the table the merge wrote files
     * @param fed
     *            the records that were fed now
     * @param left
     *            those that there was no memory for: to be fed next, unless there was a gap
     */
    public record Fed(
            MergeOutcome outcome,
            List<EventRow> rows,
            List<DeadLetter> deadLetters,
            int partitions,
            UnlandedRecords fed,
            UnlandedRecords left) {
        /** A merge that writes to more partitions than this mostly writes small files. */
        public static final int MANY_PARTITIONS = 64;

        /** Whether the merge wrote to so many partitions that the table should be partitioned in another way. */
        public boolean isScattered() {
            return partitions > MANY_PARTITIONS;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(RecordLander.class);

    private final StreamName stream;
    private final ContractCatalog catalog;
    private final RecordDecoder decoder;
    private final DeadLetterTopic deadLetterTopic;
    private final EventTable table;
    private final String writer;
    private final DecodedMemory memory;
    /** The record that was merged alone when the JVM ran out of memory. */
    private @Nullable String suspect;
    private boolean comparedPartitions;
    private boolean saidScattered;

    /**
     * @param memory
     *            shared by all feeds of the process
     * @param writer
     *            the name that the rows get in {@code _written_by}
     */
    public RecordLander(StreamName stream, ContractCatalog catalog, DeadLetterTopic deadLetterTopic, EventTable table,
            String writer, DecodedMemory memory) {
        this.memory = memory;
        this.stream = stream;
        this.catalog = catalog;
        this.decoder = new RecordDecoder(catalog);
        this.deadLetterTopic = deadLetterTopic;
        this.table = table;
        this.writer = writer;
    }

    /**
     * Feeds what was read, or the first part of it.
     *
     * @param topicId
     *            Kafka's id of the topic
     * @param unfed
     *            all records in the ranges
     */
    public Fed feed(String topicId, UnlandedRecords unfed) {
        List<EventRow> rows = new ArrayList<>();
        List<DeadLetter> poison = new ArrayList<>();
        decoder.askForUnknown(stream, unfed.records());
        DecodedMemory.Lease lease = memory.lease();
        try (lease) {
            int count = decode(unfed, lease, rows, poison);
            UnlandedRecords left = unfed.after(count);
            Fed fed = merge(topicId, unfed.before(left, count), left, rows, poison);
            memory.grow();
            suspect = null;
            return fed;
        } catch (OutOfMemoryError e) {
            if (memory.shrink() && lease.wasLarge() && rows.size() + poison.size() <= 1) {
                suspect = place(unfed.records().getFirst());
            }
            throw e;
        }
    }

    /** Decodes as many as there is memory for, one at least; returns how many. */
    private int decode(UnlandedRecords unfed, DecodedMemory.Lease lease, List<EventRow> rows, List<DeadLetter> poison) {
        for (int i = 0; i < unfed.records().size(); i++) {
            switch (decode(unfed.records().get(i), lease)) {
                case Decoded.Event event -> rows.add(EventRows.row(event.event(), writer));
                case Decoded.Poison dead -> poison.add(dead.letter());
                case null -> {
                    return i;
                }
            }
        }
        return unfed.records().size();
    }

    /** Null when there is no memory for it beside those before it. */
    private @Nullable Decoded decode(ConsumerRecord<byte[], byte[]> record, DecodedMemory.Lease lease) {
        if (suspect != null && suspect.equals(place(record))) {
            return tooLarge(record, "the service ran out of memory again and again while it was merged alone");
        }
        while (true) {
            DecodedWeight weight = new DecodedWeight(lease.spare());
            try {
                Decoded decoded = decoder.decodeKnown(stream, record, weight);
                lease.use(weight.bytes());
                return decoded;
            } catch (OverweightException e) {
                if (lease.isAll()) {
                    return tooLarge(record, "once decoded it takes more than the " + memory.most()
                            + " bytes of memory that this service gives to decoded rows");
                }
                if (!lease.grow()) {
                    if (lease.isUsed()) {
                        return null;
                    }
                    await(lease);
                }
            }
        }
    }

    private static void await(DecodedMemory.Lease lease) {
        try {
            lease.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }

    private static Decoded tooLarge(ConsumerRecord<byte[], byte[]> record, String detail) {
        return new Decoded.Poison(new DeadLetter(record, DeadLetter.Reason.TOO_LARGE, detail));
    }

    private static String place(ConsumerRecord<byte[], byte[]> record) {
        return record.partition() + "/" + record.offset();
    }

    private Fed merge(String topicId, UnlandedRecords now, UnlandedRecords left, List<EventRow> rows, List<DeadLetter> poison) {
        List<DeadLetter> letters = poison.isEmpty() ? poison : notMergedYet(topicId, poison);
        if (!letters.isEmpty()) {
            deadLetterTopic.write(stream, topicId, letters);
        }
        Contract contract = catalog.find(stream)
                .orElseThrow(() -> new IllegalStateException("stream " + stream + " has no contract")).latest();
        MergeOutcome outcome = table.merge(new MicroBatch(ContractTable.shape(contract), topicId, rows, now.ranges()));
        EventTable.Partitioning partitioning = table.partitioning();
        Fed fed = new Fed(outcome, rows, letters,
                outcome instanceof MergeOutcome.Committed ? partitioning.written() : 0, now, left);
        report(fed, partitioning.columns(), contract);
        return fed;
    }

    private void report(Fed fed, List<String> partitionColumns, Contract contract) {
        if (!comparedPartitions) {
            comparedPartitions = true;
            if (!partitionColumns.equals(contract.partitionBy())) {
                LOG.warn("The table of stream {} is partitioned by {}, its contract says {}. The table stays as it is"
                        + " until you run ./millrace repartition {}", stream, partitionColumns, contract.partitionBy(),
                        stream);
            }
        }
        if (fed.isScattered() && !saidScattered) {
            saidScattered = true;
            LOG.warn(
                    "A merge of stream {} wrote files to {} partitions of {}: many small files make merging, reading and"
                            + " upkeep slow. Unless this is a one-time load of old events, partition the table by fewer values"
                            + " with ./millrace repartition {} --by event_date",
                    stream, fed.partitions(), partitionColumns,
                    stream);
        }
    }

    /** The other writer wrote the letters below the watermark. */
    private List<DeadLetter> notMergedYet(String topicId, List<DeadLetter> poison) {
        Map<Integer, Long> watermarks = new HashMap<>();
        return poison.stream().filter(letter -> letter.source().offset() >= watermarks.computeIfAbsent(
                letter.source().partition(), p -> table.watermark(new SourcePartition(topicId, p)).orElse(0)))
                .collect(Collectors.toList());
    }
}
