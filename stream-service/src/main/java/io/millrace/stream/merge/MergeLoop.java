package io.millrace.stream.merge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.FailureKind;
import io.millrace.landing.LandingResult;
import io.millrace.landing.RecordLander;
import io.millrace.landing.UnlandedRecords;
import io.millrace.landing.metrics.LostOffsets;
import io.millrace.landing.tracing.BatchLogContext;
import io.millrace.stream.merge.RecordBuffer.Taken;
import io.millrace.stream.metrics.StreamMetrics;
import io.millrace.table.EventTable;
import io.millrace.table.MergeOutcome;
import io.millrace.table.SourcePartition;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work of the merge thread of a stream: decodes records into a micro-batch as they arrive, and commits it when
 * {@link MicroBatchSchedule} says so. A micro-batch that fails is kept and retried until it succeeds, while the consumer of
 * the stream waits: no record is skipped.
 */
final class MergeLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(MergeLoop.class);
    /** How often a growing micro-batch is checked, for instance whether other streams need its memory. */
    private static final long CHECK = Duration.ofMillis(100).toNanos();
    private static final long LONGEST_SLEEP = Duration.ofSeconds(10).toNanos();
    /** A failure is over when there was nothing to merge for this long, because its records went to another consumer. */
    private static final long NO_LONGER_FAILING = Duration.ofSeconds(5).toNanos();

    private final StreamName stream;
    private final EventTable table;
    private final RecordLander lander;
    private final RecordBuffer buffer;
    private final StreamMetrics metrics;
    private final LostOffsets lost;
    private final StreamMerge.Consumer consumer;
    private final MergeHealth state;
    private final RetryDelay delay;
    private final MicroBatchSchedule schedule;
    private final Duration idle;
    private final AtomicReference<@Nullable Throwable> notBuffered = new AtomicReference<>();
    private Taken taken = Taken.NOTHING;
    /** Whether a failure occurred after the last commit. The micro-batch is due then. */
    private volatile boolean failing;
    private long failedAt;
    /** When the last part of the work began, by {@link System#nanoTime}. */
    private volatile long progressNanos = System.nanoTime();
    private boolean outOfMemory;

    MergeLoop(StreamName stream, EventTable table, RecordLander lander, RecordBuffer buffer, StreamMetrics metrics,
            LostOffsets lost, StreamMerge.Consumer consumer, MergeHealth state, RetryDelay delay,
            MicroBatchSchedule schedule, Duration idle) {
        this.stream = stream;
        this.table = table;
        this.lander = lander;
        this.buffer = buffer;
        this.metrics = metrics;
        this.lost = lost;
        this.consumer = consumer;
        this.state = state;
        this.delay = delay;
        this.schedule = schedule;
        this.idle = idle;
    }

    /**
     * Runs until the buffer is closed, or there was nothing to do for the idle time: the memory that the lander keeps between
     * merges is given back then. May be run again.
     */
    @Override
    public void run() {
        try (lander) {
            runToTheEnd();
        }
    }

    /** Whether there are records to merge or partitions to read again, or a failure is not over. */
    boolean hasWork() {
        return failing || notBuffered.get() != null || !buffer.isIdle();
    }

    /** The time since the last part of the work began. The longest part is a commit. */
    Duration sinceProgress() {
        return Duration.ofNanos(System.nanoTime() - progressNanos);
    }

    /** A part of the work begins now. */
    void progress() {
        progressNanos = System.nanoTime();
    }

    /** Records could not be buffered: reported by the merge thread. */
    void notBuffered(Throwable cause) {
        notBuffered.set(cause);
    }

    /** Catches every Throwable: skipping the records would lose them, and ending the thread would stop the stream. */
    private void runToTheEnd() {
        boolean idling = false;
        while (!buffer.isClosed() && !(idling && !hasWork())) {
            idling = false;
            progress();
            try {
                idling = step();
            } catch (InterruptedException e) {
                LOG.debug("The merge of stream {} was interrupted", stream);
            } catch (Throwable e) {
                if (!buffer.isClosed()) {
                    outOfMemory |= e instanceof OutOfMemoryError;
                    reportAndRetryAfter(e);
                }
            }
        }
    }

    /** Returns whether there was nothing to do for the idle time. */
    private boolean step() throws InterruptedException {
        if (outOfMemory) {
            dropToReadAgain();
        }
        if (taken.isEmpty()) {
            taken = buffer.take(longestWait());
        }
        boolean nothingCame = taken.isEmpty();
        while (!taken.isEmpty() && !buffer.isClosed()) {
            add();
        }
        if (isDue() && !buffer.isClosed()) {
            land();
        }
        Throwable rejected = notBuffered.getAndSet(null);
        if (rejected != null) {
            retryAfter(rejected);
        }
        String topicId = buffer.topicId();
        buffer.unstuck().forEach((partition, offset) -> restart(topicId, partition, offset));
        if (failing && lander.isEmpty() && System.nanoTime() - failedAt > NO_LONGER_FAILING) {
            succeeded();
        }
        return nothingCame && lander.isEmpty();
    }

    private void succeeded() {
        failing = false;
        state.running();
        delay.reset();
    }

    private long longestWait() {
        if (lander.isEmpty()) {
            return failing ? CHECK : idle.toNanos();
        }
        return isDue() ? 0 : Math.min(CHECK, schedule.nanosUntilDue());
    }

    private boolean isDue() {
        return !lander.isEmpty() && (failing || lander.isWaitedFor() || schedule.nanosUntilDue() <= 0);
    }

    /** Without an open file or without memory, the report of a failure may fail as well, for its classes are not loaded yet. */
    private void reportAndRetryAfter(Throwable cause) {
        try {
            retryAfter(cause);
        } catch (Throwable notReported) {
            outOfMemory |= notReported instanceof OutOfMemoryError;
            waitFor(RetryDelay.LAST);
        }
    }

    /** Reports a failure and waits for the time of the next attempt. Meanwhile the other streams get their records. */
    private void retryAfter(Throwable cause) {
        failing = true;
        try (BatchLogContext unused = lander.logContext()) {
            state.failed(cause);
        }
        metrics.failed(stream);
        buffer.stuck();
        waitFor(delay.after(FailureKind.of(cause)));
        failedAt = System.nanoTime();
    }

    private void waitFor(Duration pause) {
        try {
            for (long until = System.nanoTime() + pause.toNanos(); until - System.nanoTime() > 0; progress()) {
                Thread.sleep(Duration.ofNanos(Math.min(LONGEST_SLEEP, Math.max(1, until - System.nanoTime()))));
            }
        } catch (InterruptedException e) {
            LOG.debug("The merge of stream {} was interrupted", stream);
        }
    }

    /** Drops what is decoded, because it may be what takes the memory, and reads its records again. */
    private void dropToReadAgain() {
        readAgain(taken.topicId(), taken.records().ranges());
        readAgain(lander.topicId(), lander.ranges());
        lander.discard();
        taken = Taken.NOTHING;
        schedule.ended();
        outOfMemory = false;
    }

    /** Adds the taken records to the micro-batch, and lands it when it has no room for more. */
    private void add() {
        progress();
        dropIncomplete();
        UnlandedRecords records = taken.records();
        UnlandedRecords left = lander.add(taken.topicId(), records);
        if (!lander.isEmpty() && left.records().size() < records.records().size()) {
            schedule.added(records.records().get(records.records().size() - left.records().size() - 1).timestamp());
        }
        taken = new Taken(taken.topicId(), left, Set.of());
        if (!left.isEmpty() || schedule.isFull(lander.records(), lander.bytes())) {
            land();
        }
    }

    /** The records of a partition may have been polled before it was assigned: then it is read again from its start. */
    private void dropIncomplete() {
        if (taken.started().isEmpty()) {
            return;
        }
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(taken.records().records());
        Map<Integer, OffsetRange> ranges = new HashMap<>(taken.records().ranges());
        Map<Integer, Long> readAgain = new HashMap<>();
        for (int partition : taken.started()) {
            OffsetRange range = Objects.requireNonNull(ranges.get(partition));
            if (!isWhole(partition, range, records)) {
                records.removeIf(r -> r.partition() == partition);
                ranges.remove(partition);
                readAgain.put(partition, range.from());
            }
        }
        String topicId = taken.topicId();
        taken = new Taken(topicId, new UnlandedRecords(records, ranges), Set.of());
        readAgain.forEach((partition, offset) -> buffer.readAgain(topicId, partition, offset));
    }

    private void land() {
        if (!lander.isEmpty()) {
            try (BatchLogContext unused = lander.logContext()) {
                landRecords();
            }
        }
    }

    private void landRecords() {
        progress();
        String topicId = lander.topicId();
        long started = System.nanoTime();
        LandingResult result = lander.land(partitions -> consumer.beginnings(stream, partitions));
        long took = System.nanoTime() - started;
        schedule.committed(took);
        metrics.landed(stream, result, Duration.ofNanos(took));
        Map<Integer, OffsetRange> ranges = result.ranges();
        if (result.outcome() instanceof MergeOutcome.OffsetGap gap) {
            LOG.error(
                    "The table of stream {} needs offset {} of partition {} but was given {}: the table was replaced or"
                            + " restored to an older version. Reading again from that offset.",
                    stream, gap.watermark(), gap.partition(),
                    gap.range());
            dropTaken(topicId, ranges);
            Map<Integer, Long> beginnings = consumer.beginnings(stream, ranges.keySet());
            ranges.keySet().forEach(partition -> buffer.readAgain(topicId, partition,
                    table.watermark(new SourcePartition(topicId, partition))
                            .orElse(beginnings.getOrDefault(partition, 0L))));
            return;
        }
        succeeded();
        if (result.outcome() instanceof MergeOutcome.Merged merged) {
            lost.count(stream, merged);
        }
        Map<Integer, Long> watermarks = new HashMap<>();
        ranges.forEach((partition, range) -> watermarks.put(partition, range.until()));
        consumer.report(stream, watermarks);
    }

    /** Reads again what does not continue the table. If the watermarks cannot be read, the same is found again. */
    private void dropTaken(String topicId, Map<Integer, OffsetRange> ranges) {
        readAgain(taken.topicId(), taken.records().ranges());
        readAgain(topicId, ranges);
        taken = Taken.NOTHING;
    }

    private void readAgain(String topicId, Map<Integer, OffsetRange> ranges) {
        ranges.forEach((partition, range) -> buffer.readAgain(topicId, partition, range.from()));
    }

    /** Whether Kafka holds no record between the start of the range and the first of these records. */
    private boolean isWhole(int partition, OffsetRange range, List<ConsumerRecord<byte[], byte[]>> records) {
        long first = records.stream().filter(r -> r.partition() == partition).mapToLong(ConsumerRecord::offset).min()
                .orElse(range.until());
        if (first == range.from()) {
            return true;
        }
        OptionalLong available = consumer.firstRecordFrom(stream, partition, range.from());
        return available.isEmpty() || available.getAsLong() >= first;
    }

    private void restart(String topicId, int partition, long offset) {
        if (buffer.restart(topicId, partition, offset)) {
            try {
                consumer.rewind(stream, partition, offset);
            } catch (Throwable e) {
                buffer.readAgain(partition);
                throw e;
            }
        }
    }
}
