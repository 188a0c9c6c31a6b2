package io.millrace.landing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.landing.decode.ColumnDecoder;
import io.millrace.landing.tracing.BatchOrigins;
import io.millrace.table.EventBatch;
import io.millrace.table.OtherOffsets;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A micro-batch that grows: records of one topic that were decoded by one version of the contracts and are not in the table
 * yet. Of an event only its columns are kept, of a dead letter the record.
 */
final class PendingBatch {
    private static final int FEW = 16;

    private final String topicId;
    private final StreamContracts contracts;
    private final ColumnDecoder decoding;
    private final EventBatch events;
    private final DecodedMemory.Lease lease;
    private final BatchOrigins origins;
    private final CoveredOffsets offsets = new CoveredOffsets();
    private final List<DeadLetter> letters = new ArrayList<>();
    /** When Kafka got each event, in milliseconds since the epoch; further elements are not used. */
    private long[] arrivals = new long[FEW];
    private @Nullable String only;
    private int records;
    private long bytes;

    PendingBatch(String topicId, StreamContracts contracts, ColumnDecoder decoding, DecodedMemory.Lease lease,
            BatchOrigins origins) {
        this.topicId = topicId;
        this.contracts = contracts;
        this.decoding = decoding;
        this.events = decoding.begin(contracts);
        this.lease = lease;
        this.origins = origins;
    }

    /** Whether records of this topic, read by these contracts, can be part of it. */
    boolean isContinuedBy(String ofTopic, StreamContracts current, Map<Integer, OffsetRange> ranges) {
        return topicId.equals(ofTopic) && (contracts == current || contracts.equals(current))
                && offsets.isContinuedBy(ranges);
    }

    void added(ConsumerRecord<byte[], byte[]> record) {
        offsets.add(record);
        origins.add(record);
        records++;
        bytes += UnlandedRecords.bytes(record);
        only = records == 1 ? coordinates(record) : null;
    }

    /** A record was decoded, and is the next event. */
    void arrived(ConsumerRecord<byte[], byte[]> record) {
        int event = events.size() - 1;
        if (event >= arrivals.length) {
            arrivals = Arrays.copyOf(arrivals, 2 * event);
        }
        arrivals[event] = record.timestamp();
    }

    /** See {@link LandingResult#arrivedAtMicros}. */
    long[] arrivedAtMicros() {
        return IntStream.range(0, events.size()).mapToLong(
                i -> Math.max(events.ingestedAtMicros(i), TimeUnit.MILLISECONDS.toMicros(arrivals[i]))).toArray();
    }

    /** The coordinates of the record, when there is only one. */
    @Nullable
    String only() {
        return only;
    }

    static String coordinates(ConsumerRecord<byte[], byte[]> record) {
        return record.partition() + "/" + record.offset();
    }

    String topicId() {
        return topicId;
    }

    StreamContracts contracts() {
        return contracts;
    }

    ColumnDecoder decoding() {
        return decoding;
    }

    EventBatch events() {
        return events;
    }

    DecodedMemory.Lease lease() {
        return lease;
    }

    BatchOrigins origins() {
        return origins;
    }

    CoveredOffsets offsets() {
        return offsets;
    }

    List<DeadLetter> letters() {
        return letters;
    }

    /**
     * The offsets that are not events.
     *
     * @param beginnings
     *            Kafka's first offset of each of some partitions
     */
    OtherOffsets others(Function<Set<Integer>, Map<Integer, Long>> beginnings) {
        OtherOffsets others = offsets.inGaps(beginnings);
        for (DeadLetter letter : letters) {
            long offset = letter.source().offset();
            others.add(letter.source().partition(), new OffsetRange(offset, offset + 1),
                    OtherOffsets.Kind.DEAD_LETTER);
        }
        return others;
    }

    int records() {
        return records;
    }

    long bytes() {
        return bytes;
    }
}
