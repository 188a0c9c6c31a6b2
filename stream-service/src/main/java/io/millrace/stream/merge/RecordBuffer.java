package io.millrace.stream.merge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.millrace.landing.UnlandedRecords;
import io.millrace.table.mergerule.OffsetRange;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Gathers the records of one stream until a micro-batch is due. Makes the consumer wait while it is full, and ignores
 * records of partitions that are not assigned or below the offset at which their reading started.
 */
final class RecordBuffer {
    private final int maxRows;
    private final long maxBytes;
    private final long maxAgeNanos;
    private Map<Integer, Long> from = new HashMap<>();
    private final Map<Integer, Long> next = new HashMap<>();
    private List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private long bytes;
    private long takenAt;
    private boolean closed;
    private boolean stuck;
    private String topicId = "";
    private String takenOf = "";
    /** Partitions with rejected records: all their records are rejected until the partition is read again. */
    private final Set<Integer> turnedAway = new HashSet<>();
    private CompletableFuture<Void> room = CompletableFuture.completedFuture(null);

    RecordBuffer(int maxRows, long maxBytes, Duration maxAge) {
        this.maxRows = maxRows;
        this.maxBytes = maxBytes;
        this.maxAgeNanos = maxAge.toNanos();
        this.takenAt = System.nanoTime() - maxAgeNanos;
    }

    /** Starts a topic. Drops the records and partitions of an earlier topic of the same name. */
    synchronized void begin(String idOfTopic) {
        if (!topicId.equals(idOfTopic)) {
            topicId = idOfTopic;
            from = new HashMap<>();
            next.clear();
            turnedAway.clear();
            records = new ArrayList<>();
            bytes = 0;
            room.complete(null);
        }
    }

    /** Kafka's id of the topic that is read. */
    synchronized String topicId() {
        return topicId;
    }

    /** Kafka's id of the topic of the records that the last {@link #take} returned. */
    synchronized String takenOf() {
        return takenOf;
    }

    /** Starts a partition at an offset. Drops the buffered records of the partition. */
    synchronized void assign(int partition, long offset) {
        drop(partition);
        turnedAway.remove(partition);
        from.put(partition, offset);
        next.put(partition, offset);
    }

    /** Ends a partition that another consumer now has. Drops its buffered records; the other consumer reads them again. */
    synchronized void revoke(int partition) {
        drop(partition);
        turnedAway.remove(partition);
        from.remove(partition);
        next.remove(partition);
    }

    private void drop(int partition) {
        records.removeIf(r -> r.partition() == partition);
        bytes = records.stream().mapToLong(RecordBuffer::size).sum();
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
                bytes += size(record);
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

    /** Starts a partition again if it is still assigned and of the topic with this id; returns whether it did. */
    synchronized boolean restart(String idOfTopic, int partition, long offset) {
        boolean assigned = topicId.equals(idOfTopic) && from.containsKey(partition);
        if (assigned) {
            assign(partition, offset);
        }
        return assigned;
    }

    /** Waits until a micro-batch is due or a partition must be read again, and takes the buffered records; none when closed. */
    synchronized UnlandedRecords take() throws InterruptedException {
        while (!closed && !isFull() && !isAged() && turnedAway.isEmpty()) {
            if (records.isEmpty()) {
                wait();
            } else {
                long left = maxAgeNanos - (System.nanoTime() - takenAt);
                wait(Math.max(1, left / 1_000_000L));
            }
        }
        Map<Integer, OffsetRange> ranges = new HashMap<>();
        if (!closed) {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                ranges.computeIfAbsent(record.partition(),
                        p -> new OffsetRange(from.getOrDefault(p, 0L), next.getOrDefault(p, 0L)));
            }
        }
        UnlandedRecords taken = new UnlandedRecords(closed ? List.of() : records, ranges);
        Map<Integer, Long> further = new HashMap<>(from);
        ranges.forEach((partition, range) -> further.replace(partition, range.until()));
        List<ConsumerRecord<byte[], byte[]>> empty = new ArrayList<>();
        // Nothing is allocated from here on: an Error would lose the records.
        from = further;
        takenOf = topicId;
        records = empty;
        bytes = 0;
        takenAt = System.nanoTime();
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

    private boolean isFull() {
        return records.size() >= maxRows || bytes >= maxBytes;
    }

    /** Measured from the previous micro-batch: a record after a pause does not wait for others. */
    private boolean isAged() {
        return !records.isEmpty() && System.nanoTime() - takenAt >= maxAgeNanos;
    }

    private static long size(ConsumerRecord<byte[], byte[]> record) {
        return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }
}
