package io.millrace.landing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.DeadLetterTopic;
import io.millrace.contracts.record.OverweightException;
import io.millrace.contracts.record.RecordDecoder;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.decode.ColumnDecoder;
import io.millrace.table.EventBatch;
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
 * Lands the records of one stream in its table: decodes them, writes the dead letters and merges the events, as many records
 * at a time as {@link DecodedMemory} allows.
 *
 * <p>
 * The dead-letter topic acknowledges a letter before the merge moves the watermark past its record: a crash in between
 * repeats the letter and never loses it. Every failure is an exception, after which the same records may be landed again.
 */
public final class RecordLander implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordLander.class);

    private final StreamName stream;
    private final ContractCatalog catalog;
    private final RecordDecoder decoder;
    private final DeadLetterTopic deadLetterTopic;
    private final EventTable table;
    private final String writer;
    private final DecodedMemory memory;
    private @Nullable ColumnDecoder columns;
    /** The coordinates of a record that was merged alone when the JVM ran out of memory. */
    private @Nullable String suspect;
    private boolean comparedPartitions;
    private boolean warnedScattered;

    /**
     * @param memory
     *            shared by all streams of the process
     * @param writer
     *            the value of {@code _written_by} in the rows
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
     * Lands the records, or as many of them as there is memory for.
     *
     * @param topicId
     *            Kafka's id of the topic
     * @param unlanded
     *            all records of the ranges
     */
    public LandingResult land(String topicId, UnlandedRecords unlanded) {
        List<DeadLetter> poison = new ArrayList<>();
        decoder.askForUnknown(stream, unlanded.records());
        StreamContracts contracts = catalog.find(stream)
                .orElseThrow(() -> new IllegalStateException("stream " + stream + " has no contract"));
        ColumnDecoder decoding = columns == null ? new ColumnDecoder(contracts, writer) : columns;
        columns = decoding;
        memory.resting().take(decoding);
        EventBatch events = decoding.begin(contracts);
        DecodedMemory.Lease lease = memory.lease();
        try (lease) {
            int count = decode(unlanded, lease, decoding, poison);
            UnlandedRecords left = unlanded.after(count);
            LandingResult result = merge(topicId, unlanded.before(left, count), left, contracts.latest(), events,
                    poison);
            memory.grow();
            suspect = null;
            return result;
        } catch (OutOfMemoryError e) {
            if (memory.shrink() && lease.wasLarge() && events.size() + poison.size() <= 1) {
                suspect = coordinates(unlanded.records().getFirst());
            }
            decoding.release();
            throw e;
        } finally {
            memory.resting().keep(decoding);
        }
    }

    /** Gives back the memory that is kept between merges. The lander may be used again. */
    @Override
    public void close() {
        if (columns != null) {
            memory.resting().take(columns);
            columns = null;
        }
    }

    /** Decodes as many records as there is memory for, at least one; returns their number. */
    private int decode(UnlandedRecords unlanded, DecodedMemory.Lease lease, ColumnDecoder decoding,
            List<DeadLetter> poison) {
        for (int i = 0; i < unlanded.records().size(); i++) {
            if (!isDecoded(unlanded.records().get(i), lease, decoding, poison)) {
                return i;
            }
        }
        return unlanded.records().size();
    }

    /** False when there is no memory for the record beside those decoded before it. */
    private boolean isDecoded(ConsumerRecord<byte[], byte[]> record, DecodedMemory.Lease lease, ColumnDecoder decoding,
            List<DeadLetter> poison) {
        if (suspect != null && suspect.equals(coordinates(record))) {
            poison.add(tooLarge(record,
                    "the service ran out of memory repeatedly while merging this record alone"));
            return true;
        }
        while (true) {
            try {
                collect(decoding.add(record, lease.spare()), poison);
                lease.use(decoding.weight());
                return true;
            } catch (OverweightException e) {
                if (lease.isAll()) {
                    decodeAsWritten(record, lease, decoding, poison);
                    return true;
                }
                if (!lease.grow()) {
                    if (lease.isUsed()) {
                        return false;
                    }
                    await(lease);
                }
            }
        }
    }

    /** The defaults of fields that the contract gained later can be what makes an event too heavy. */
    private void decodeAsWritten(ConsumerRecord<byte[], byte[]> record, DecodedMemory.Lease lease,
            ColumnDecoder decoding, List<DeadLetter> poison) {
        try {
            collect(decoding.addAsWritten(record, lease.spare()), poison);
            lease.use(decoding.weight());
        } catch (OverweightException e) {
            poison.add(tooLarge(record, "once decoded it takes more than the " + memory.largestLease()
                    + " bytes of memory that this service gives to decoded events"));
        }
    }

    private static void collect(@Nullable DeadLetter letter, List<DeadLetter> poison) {
        if (letter != null) {
            poison.add(letter);
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

    private static DeadLetter tooLarge(ConsumerRecord<byte[], byte[]> record, String detail) {
        return new DeadLetter(record, DeadLetter.Reason.TOO_LARGE, detail);
    }

    private static String coordinates(ConsumerRecord<byte[], byte[]> record) {
        return record.partition() + "/" + record.offset();
    }

    private LandingResult merge(String topicId, UnlandedRecords now, UnlandedRecords left, Contract contract,
            EventBatch events, List<DeadLetter> poison) {
        List<DeadLetter> letters = poison.isEmpty() ? poison : notMergedYet(topicId, poison);
        if (!letters.isEmpty()) {
            deadLetterTopic.write(stream, topicId, letters);
        }
        MergeOutcome outcome = table.merge(new MicroBatch(topicId, events, now.ranges()));
        EventTable.Partitioning partitioning = table.partitioning();
        LandingResult result = new LandingResult(outcome, ingestedAt(events), letters,
                outcome instanceof MergeOutcome.Merged ? partitioning.written() : 0, now, left);
        report(result, partitioning.columns(), contract);
        return result;
    }

    private static long[] ingestedAt(EventBatch events) {
        return IntStream.range(0, events.size()).mapToLong(events::ingestedAtMicros).toArray();
    }

    private void report(LandingResult result, List<String> partitionColumns, Contract contract) {
        if (!comparedPartitions) {
            comparedPartitions = true;
            if (!partitionColumns.equals(contract.partitionBy())) {
                LOG.warn("The table of stream {} is partitioned by {}, its contract says {}. The table stays as it is"
                        + " until you run ./millrace repartition {}", stream, partitionColumns, contract.partitionBy(),
                        stream);
            }
        }
        if (result.isScattered() && !warnedScattered) {
            warnedScattered = true;
            LOG.warn(
                    "A merge of stream {} wrote files to {} partitions of {}: many small files make merging, reading and"
                            + " upkeep slow. Unless this is a one-time load of old events, partition the table by fewer values"
                            + " with ./millrace repartition {} --by event_date",
                    stream, result.partitions(), partitionColumns,
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
