package io.millrace.stream.merge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.millrace.landing.UnlandedRecords;
import io.millrace.table.mergerule.OffsetRange;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Hands the records of one stream from the consumer to the merge thread. Makes the consumer wait while it is full, and
 * ignores records of partitions that are not assigned or below the offset at which their reading started.
 */
final class RecordBuffer {
    /** Enough for the merge thread while the consumer polls; the heap holds few records as objects. */
    private static final int MAX_RECORDS = 5_000;
    private static final long MAX_BYTES = 4 << 20;

    private final int maxRecords;
    private Map<Integer, Long> from = new HashMap<>();
    private final Map<Integer, Long> next = new HashMap<>();
    private List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private long bytes;
    private boolean closed;
    private boolean stuck;
    private String topicId = "";
    /** Partitions whose first records since their start were not taken yet. */
    private Set<Integer> started = new HashSet<>();
    /** Partitions with rejected records: all their records are rejected until the partition is read again. */
    private final Set<Integer> turnedAway = new HashSet<>();
    private CompletableFuture<Void> room = CompletableFuture.completedFuture(null);

    RecordBuffer() {
        this(MAX_RECORDS);
    }

    RecordBuffer(int maxRecords) {
        this.maxRecords = maxRecords;
    }

    /**
     * The records that were taken.
     *
     * @param topicId
     *            Kafka's id of their topic
     * @param started
     *            the partitions whose reading started with these records: the consumer may have polled them before the start
     */
    record Taken(String topicId, UnlandedRecords records, Set<Integer> started) {
        static final Taken NOTHING = new Taken("", UnlandedRecords.NONE, Set.of());

        boolean isEmpty() {
            return records.isEmpty();
        }
    }

    /** Starts a topic. Drops the records and partitions of an earlier topic of the same name. */
    synchronized void begin(String idOfTopic) {
        if (!topicId.equals(idOfTopic)) {
            topicId = idOfTopic;
            from = new HashMap<>();
            next.clear();
            turnedAway.clear();
            started.clear();
            records = new ArrayList<>();
            bytes = 0;
            room.complete(null);
        }
    }

    /** Kafka's id of the topic that is read. */
    synchronized String topicId() {
        return topicId;
    }

    /** Starts a partition at an offset. Drops the buffered records of the partition. */
    synchronized void assign(int partition, long offset) {
        drop(partition);
        turnedAway.remove(partition);
        started.add(partition);
        from.put(partition, offset);
        next.put(partition, offset);
    }

    /** Ends a partition that another consumer now has. Drops its buffered records; the other consumer reads them again. */
    synchronized void revoke(int partition) {
        drop(partition);
        turnedAway.remove(partition);
        started.remove(partition);
        from.remove(partition);
        next.remove(partition);
    }

    private void drop(int partition) {
        records.removeIf(r -> r.partition() == partition);
        bytes = records.stream().mapToLong(UnlandedRecords::bytes).sum();
    }

    /** Buffers records. The result completes when there is room for more. */
    synchronized Uni<Void> offer(List<ConsumerRecord<byte[], byte[]>> offered) {
        for (ConsumerRecord<byte[], byte[]> record : offered) {
            Long expected = next.get(record.partition());
            if (stuck && expected != null && isFull()) {
                turnedAway.add(record.partition());
            }
            if (expected != null && record.offset() >= expected && !turnedAway.contains(record.partition())) {
                records.add(record);
                bytes += UnlandedRecords.bytes(record);
                next.put(record.partition(), record.offset() + 1);
            }
        }
        if (isFull() && !stuck && room.isDone()) {
            room = new CompletableFuture<>();
        }
        notifyAll();
        return Uni.createFrom().completionStage(room);
    }

    /**
     * The table cannot be merged into: from now on records that do not fit are rejected, because a waiting consumer would stop
     * the other streams too.
     */
    synchronized void stuck() {
        stuck = true;
        room.complete(null);
    }

    /**
     * Ends {@link #stuck}.
     *
     * @return the partitions with rejected records, each with the offset to read again from
     */
    synchronized Map<Integer, Long> unstuck() {
        stuck = false;
        Map<Integer, Long> readAgain = new HashMap<>();
        turnedAway.forEach(partition -> readAgain.put(partition, from.getOrDefault(partition, 0L)));
        return readAgain;
    }

    /** Records of a partition could not be buffered: the following ones are rejected until the partition is read again. */
    synchronized void readAgain(int partition) {
        if (from.containsKey(partition)) {
            turnedAway.add(partition);
            notifyAll();
        }
    }

    /** Records of a partition were taken and dropped: the partition must be read again from this offset. */
    synchronized void readAgain(String idOfTopic, int partition, long offset) {
        if (topicId.equals(idOfTopic) && from.containsKey(partition)) {
            assign(partition, offset);
            turnedAway.add(partition);
        }
    }

    /** Starts a partition again if it is still assigned and of the topic with this id; returns whether it did. */
    synchronized boolean restart(String idOfTopic, int partition, long offset) {
        boolean assigned = topicId.equals(idOfTopic) && from.containsKey(partition);
        if (assigned) {
            assign(partition, offset);
        }
        return assigned;
    }

    /**
     * Waits until there are records, a partition must be read again or the time is over, and takes the buffered records; none
     * when closed.
     *
     * @param nanos
     *            the longest time to wait; 0 or less to take what there is
     */
    synchronized Taken take(long nanos) throws InterruptedException {
        long since = System.nanoTime();
        while (!closed && records.isEmpty() && turnedAway.isEmpty()) {
            long left = nanos - (System.nanoTime() - since);
            if (left <= 0) {
                return Taken.NOTHING;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return closed || records.isEmpty() ? Taken.NOTHING : takeAll();
    }

    private Taken takeAll() {
        Map<Integer, OffsetRange> ranges = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            ranges.computeIfAbsent(record.partition(),
                    p -> new OffsetRange(from.getOrDefault(p, 0L), next.getOrDefault(p, 0L)));
        }
        Set<Integer> startedNow = new HashSet<>(started);
        startedNow.retainAll(ranges.keySet());
        Set<Integer> startedLater = new HashSet<>(started);
        startedLater.removeAll(startedNow);
        Map<Integer, Long> further = new HashMap<>(from);
        ranges.forEach((partition, range) -> further.replace(partition, range.until()));
        Taken taken = new Taken(topicId, new UnlandedRecords(records, ranges), startedNow);
        List<ConsumerRecord<byte[], byte[]>> empty = new ArrayList<>();
        // Nothing is allocated from here on: an Error would lose the records.
        from = further;
        started = startedLater;
        records = empty;
        bytes = 0;
        room.complete(null);
        return taken;
    }

    /** Ends the waiting. The buffered records were not merged and are read again later. */
    synchronized void close() {
        closed = true;
        room.complete(null);
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Whether there are no records to take and no partitions to read again. */
    synchronized boolean isIdle() {
        return records.isEmpty() && turnedAway.isEmpty();
    }

    private boolean isFull() {
        return records.size() >= maxRecords || bytes >= MAX_BYTES;
    }
}
