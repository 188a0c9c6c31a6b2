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
 * Gathers the records of one stream until a micro-batch is worth a commit. Tells the consumer to wait while it is full,
 * and never takes a record of a partition that was not assigned or below the place where reading it started.
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
    /** Partitions of which records were turned away; more of them are, until they are read again. */
    private final Set<Integer> turnedAway = new HashSet<>();
    private CompletableFuture<Void> room = CompletableFuture.completedFuture(null);

    RecordBuffer(int maxRows, long maxBytes, Duration maxAge) {
        this.maxRows = maxRows;
        this.maxBytes = maxBytes;
        this.maxAgeNanos = maxAge.toNanos();
        this.takenAt = System.nanoTime() - maxAgeNanos;
    }

    /** Starts a topic: what is held of another one that had its name is dropped, with all its partitions. */
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

    /** Kafka's id of the topic that the records of the last {@link #take} are of: their offsets mean nothing in another. */
    synchronized String takenOf() {
        return takenOf;
    }

    /** Starts a partition, or starts it again: what is held of it is dropped, and it will be read from this offset. */
    synchronized void assign(int partition, long offset) {
        drop(partition);
        turnedAway.remove(partition);
        from.put(partition, offset);
        next.put(partition, offset);
    }

    /** Ends a partition: another consumer has it now. What is held of it is dropped; the other one reads it again. */
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

    /** Takes records in. The result completes when there is room for more. */
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
     * While the table cannot be merged into, what does not fit is turned away instead of holding the consumer back: it
     * serves other streams too.
     */
    synchronized void stuck() {
        stuck = true;
        room.complete(null);
    }

    /**
     * Ends {@link #stuck}.
     *
     * @return the partitions that records were turned away of, each with the offset to read again from
     */
    synchronized Map<Integer, Long> unstuck() {
        stuck = false;
        Map<Integer, Long> readAgain = new HashMap<>();
        turnedAway.forEach(partition -> readAgain.put(partition, from.getOrDefault(partition, 0L)));
        return readAgain;
    }

    /** Records of a partition were lost on the way here: what follows them is turned away until they are read again. */
    synchronized void readAgain(int partition) {
        if (from.containsKey(partition)) {
            turnedAway.add(partition);
            notifyAll();
        }
    }

    /** Starts a partition again if it is still assigned, of the topic with this id; returns whether it is. */
    synchronized boolean restart(String idOfTopic, int partition, long offset) {
        boolean assigned = topicId.equals(idOfTopic) && from.containsKey(partition);
        if (assigned) {
            assign(partition, offset);
        }
        return assigned;
    }

    /** Waits until a micro-batch is due, or a partition is to be read again, and takes what there is; nothing when closed. */
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

    /** Ends the waiting. What is held was never merged and will be read again. */
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

    /** By the micro-batch before: a record after a pause does not wait for others. */
    private boolean isAged() {
        return !records.isEmpty() && System.nanoTime() - takenAt >= maxAgeNanos;
    }

    private static long size(ConsumerRecord<byte[], byte[]> record) {
        return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }
}
