package io.millrace.landing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.DeadLetterTopic;
import io.millrace.contracts.record.OverweightException;
import io.millrace.contracts.record.RecordDecoder;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.decode.ColumnDecoder;
import io.millrace.landing.tracing.BatchLogContext;
import io.millrace.landing.tracing.MergeTrace;
import io.millrace.landing.tracing.MergeTracing;
import io.millrace.table.EventBatch;
import io.millrace.table.EventTable;
import io.millrace.table.MergeOutcome;
import io.millrace.table.MicroBatch;
import io.millrace.table.OtherOffsets;
import io.millrace.table.SourcePartition;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lands the records of one stream in its table: decodes them into a micro-batch as they arrive, and when asked writes the
 * dead letters and merges the events. A micro-batch holds as many records as {@link DecodedMemory} allows. Used by one
 * thread.
 *
 * <p>
 * The dead-letter topic acknowledges a letter before the merge moves the watermark past its record: a crash in between
 * repeats the letter and never loses it. Every failure is an exception, after which the call may be repeated; after an
 * OutOfMemoryError, discard the micro-batch and read its records again.
 */
public final class RecordLander implements PendingRecords, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordLander.class);

    private final StreamName stream;
    private final ContractCatalog catalog;
    private final RecordDecoder decoder;
    private final DeadLetterTopic deadLetterTopic;
    private final EventTable table;
    private final String writer;
    private final DecodedMemory memory;
    private final MergeTracing tracing;
    private final LetterLog letterLog;
    private @Nullable ColumnDecoder columns;
    private @Nullable PendingBatch pending;
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
        this(stream, catalog, deadLetterTopic, table, writer, memory, MergeTracing.OFF);
    }

    /** The same with spans. */
    public RecordLander(StreamName stream, ContractCatalog catalog, DeadLetterTopic deadLetterTopic, EventTable table,
            String writer, DecodedMemory memory, MergeTracing tracing) {
        this.memory = memory;
        this.tracing = tracing;
        this.letterLog = new LetterLog(stream, deadLetterTopic, tracing);
        this.stream = stream;
        this.catalog = catalog;
        this.decoder = new RecordDecoder(catalog);
        this.deadLetterTopic = deadLetterTopic;
        this.table = table;
        this.writer = writer;
    }

    /**
     * Decodes records into the micro-batch. Records that are part of it already are left out.
     *
     * @param topicId
     *            Kafka's id of the topic
     * @param records
     *            all records of the ranges
     * @return those that cannot be part of this micro-batch, because there is no memory, or they do not continue it, or the
     *         contract has a new version: call {@link #land}, then add them
     */
    @Override
    public UnlandedRecords add(String topicId, UnlandedRecords records) {
        decoder.askForUnknown(stream, records.records());
        StreamContracts contracts = catalog.find(stream)
                .orElseThrow(() -> new IllegalStateException("stream " + stream + " has no contract"));
        PendingBatch batch = pending == null || isEmpty() ? begin(topicId, contracts) : pending;
        if (!batch.isContinuedBy(topicId, contracts, records.ranges())) {
            return records;
        }
        batch.offsets().begin(records.ranges());
        UnlandedRecords left = records.after(decode(records.records(), batch));
        batch.offsets().end(records.completed(left));
        return left;
    }

    private PendingBatch begin(String topicId, StreamContracts contracts) {
        if (pending != null) {
            end(pending);
        }
        ColumnDecoder decoding = columns == null ? new ColumnDecoder(contracts, writer) : columns;
        columns = decoding;
        memory.resting().take(decoding);
        PendingBatch begun = new PendingBatch(topicId, contracts, decoding, memory.lease(),
                tracing.origins());
        pending = begun;
        return begun;
    }

    /** The number of records in the micro-batch. */
    @Override
    public int records() {
        return pending == null ? 0 : pending.records();
    }

    /** The bytes of the keys and values of the records in the micro-batch. */
    @Override
    public long bytes() {
        return pending == null ? 0 : pending.bytes();
    }

    /** Whether there is no micro-batch: nothing was added since the last one. */
    @Override
    public boolean isEmpty() {
        return ranges().isEmpty();
    }

    /** Whether other streams wait for the memory of this micro-batch. */
    public boolean isWaitedFor() {
        return pending != null && memory.isWanted();
    }

    /**
     * Writes the dead letters of the micro-batch and merges its events. The next record begins another micro-batch, whatever
     * the outcome; after an exception this one is kept.
     *
     * @param beginnings
     *            asks Kafka for the first offset of each of these partitions
     * @throws IllegalStateException
     *             when there is no micro-batch
     */
    public LandingResult land(Function<Set<Integer>, Map<Integer, Long>> beginnings) {
        PendingBatch batch = pending;
        if (batch == null) {
            throw new IllegalStateException("stream " + stream + " has no records to land");
        }
        try {
            MergeTrace trace = tracing.begin(stream.value(), writer, batch.records(), batch.origins());
            LandingResult result = trace.merge(() -> merge(batch, batch.others(beginnings), trace));
            memory.grow();
            suspect = null;
            end(batch);
            return result;
        } catch (OutOfMemoryError e) {
            ranOutOfMemory(batch, batch.only());
            throw e;
        }
    }

    @Override
    public BatchLogContext logContext() {
        return pending == null ? BatchLogContext.empty() : BatchLogContext.open(pending.origins());
    }

    /** Kafka's id of the topic of the micro-batch; empty without one. */
    public String topicId() {
        return pending == null ? "" : pending.topicId();
    }

    /** The offsets that the micro-batch covers, by partition. */
    public Map<Integer, OffsetRange> ranges() {
        return pending == null ? Map.of() : pending.offsets().ranges();
    }

    /** Drops the micro-batch, whose records must be read again. */
    @Override
    public void discard() {
        if (pending != null) {
            pending.decoding().release();
            end(pending);
        }
    }

    private void end(PendingBatch batch) {
        pending = null;
        batch.lease().close();
        memory.resting().keep(batch.decoding());
    }

    /** Gives back the memory that is kept between merges. The lander may be used again. */
    @Override
    public void close() {
        discard();
        if (columns != null) {
            memory.resting().take(columns);
            columns = null;
        }
    }

    /** Decodes as many records as there is memory for; returns their number. */
    private int decode(List<ConsumerRecord<byte[], byte[]>> records, PendingBatch batch) {
        int count = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (!batch.offsets().contains(record)) {
                if (!isDecoded(record, batch)) {
                    return count;
                }
                batch.added(record);
            }
            count++;
        }
        return count;
    }

    /** False when there is no memory for the record beside those decoded before it. */
    private boolean isDecoded(ConsumerRecord<byte[], byte[]> record, PendingBatch batch) {
        if (suspect != null && suspect.equals(PendingBatch.coordinates(record))) {
            batch.letters().add(tooLarge(record,
                    "the service ran out of memory repeatedly while merging this record alone"));
            return true;
        }
        DecodedMemory.Lease lease = batch.lease();
        try {
            while (!isDecodedWithinLease(record, batch)) {
                if (lease.isAll()) {
                    decodeAsWritten(record, batch);
                    return true;
                }
                if (!lease.grow()) {
                    if (batch.records() > 0) {
                        return false;
                    }
                    await(lease);
                }
            }
            return true;
        } catch (OutOfMemoryError e) {
            ranOutOfMemory(batch, batch.records() == 0 ? PendingBatch.coordinates(record) : null);
            throw e;
        }
    }

    private static boolean isDecodedWithinLease(ConsumerRecord<byte[], byte[]> record, PendingBatch batch) {
        DecodedMemory.Lease lease = batch.lease();
        if (lease.spare() < 0) {
            return false;
        }
        try {
            collect(record, batch.decoding().add(record, lease.spare()), batch);
            return true;
        } catch (OverweightException e) {
            return false;
        }
    }

    /** The defaults of fields that the contract gained later can be what makes an event too heavy. */
    private void decodeAsWritten(ConsumerRecord<byte[], byte[]> record, PendingBatch batch) {
        try {
            collect(record, batch.decoding().addAsWritten(record, batch.lease().spare()), batch);
        } catch (OverweightException e) {
            batch.letters().add(tooLarge(record, "once decoded it takes more than the " + memory.largestLease()
                    + " bytes of memory that this service gives to decoded events"));
        }
    }

    private static void collect(ConsumerRecord<byte[], byte[]> record, @Nullable DeadLetter letter,
            PendingBatch batch) {
        if (letter == null) {
            batch.arrived(record);
            batch.lease().use(batch.decoding().weight());
        } else {
            batch.letters().add(letter);
            batch.lease().use(UnlandedRecords.bytes(letter.source()));
        }
    }

    /** With less memory the next micro-batch is smaller, down to a single record; that one is the cause then. */
    private void ranOutOfMemory(PendingBatch batch, @Nullable String only) {
        if (memory.shrink() && only != null && batch.lease().wasLarge()) {
            suspect = only;
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

    private LandingResult merge(PendingBatch batch, OtherOffsets others, MergeTrace trace) {
        EventBatch events = batch.events();
        List<DeadLetter> letters = batch.letters().isEmpty()
                ? List.of()
                : notMergedYet(batch.topicId(), batch.letters());
        if (!letters.isEmpty()) {
            deadLetterTopic.write(stream, batch.topicId(), letters);
            letterLog.written(letters);
        }
        trace.deadLetters(letters.size());
        MergeOutcome outcome = trace.commit(stream.value(),
                () -> table.merge(new MicroBatch(batch.topicId(), events, batch.offsets().ranges(), others)));
        EventTable.Partitioning partitioning = table.partitioning();
        LandingResult result = new LandingResult(outcome, batch.arrivedAtMicros(),
                Lateness.of(events, batch.contracts().latest().roles().eventTime()), letters,
                outcome instanceof MergeOutcome.Merged ? partitioning.written() : 0, batch.offsets().ranges());
        report(result, partitioning.columns(), batch.contracts().latest());
        return result;
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
