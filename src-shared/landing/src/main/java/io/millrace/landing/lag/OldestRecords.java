package io.millrace.landing.lag;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;

import io.millrace.landing.TopicUnavailableException;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads Kafka's timestamps of the first records in ranges of offsets, with a consumer of its own: what the merge does or does
 * not do has no influence. A record is read once, however often it is asked for. Used by one thread.
 */
public final class OldestRecords implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Supplier<Consumer<byte[], byte[]>> open;
    private final Map<TopicPartition, Known> known = new HashMap<>();
    private @Nullable Consumer<byte[], byte[]> probe;

    /** The timestamp of the first record from an offset on; empty when there is none. */
    private record Known(String topicId, long from, OptionalLong timestamp) {}

    /**
     * @param open
     *            opens a consumer that returns one record at a time and only committed ones
     */
    public OldestRecords(Supplier<Consumer<byte[], byte[]>> open) {
        this.open = open;
    }

    /**
     * The least of the timestamps of the first records in these ranges, in milliseconds since the epoch; empty when no range
     * holds a record.
     *
     * @param topicId
     *            Kafka's id of the topic
     * @throws TopicUnavailableException
     *             when Kafka does not return the records within five seconds
     */
    public OptionalLong timestamp(String topicId, String topic, Map<Integer, OffsetRange> ranges) {
        Map<TopicPartition, OffsetRange> unread = new HashMap<>();
        ranges.forEach((number, range) -> {
            TopicPartition partition = new TopicPartition(topic, number);
            Known before = known.get(partition);
            if (before == null || before.from() != range.from() || !before.topicId().equals(topicId)) {
                unread.put(partition, range);
            }
        });
        if (!unread.isEmpty()) {
            read(topicId, unread);
        }
        OptionalLong oldest = OptionalLong.empty();
        for (int number : ranges.keySet()) {
            Known found = known.get(new TopicPartition(topic, number));
            if (found != null && found.timestamp().isPresent()) {
                long timestamp = found.timestamp().getAsLong();
                oldest = OptionalLong.of(Math.min(timestamp, oldest.orElse(timestamp)));
            }
        }
        return oldest;
    }

    private void read(String topicId, Map<TopicPartition, OffsetRange> unread) {
        Consumer<byte[], byte[]> consumer = probe;
        if (consumer == null) {
            consumer = open.get();
            probe = consumer;
        }
        consumer.assign(unread.keySet());
        consumer.resume(unread.keySet());
        unread.forEach((partition, range) -> known.remove(partition));
        for (var start : unread.entrySet()) {
            consumer.seek(start.getKey(), start.getValue().from());
        }
        long until = System.nanoTime() + LONGEST.toNanos();
        Map<TopicPartition, OffsetRange> left = new HashMap<>(unread);
        while (!left.isEmpty()) {
            if (System.nanoTime() > until) {
                throw new TopicUnavailableException("Kafka did not return the first records of " + left.keySet()
                        + " within " + LONGEST.toSeconds() + " s", null);
            }
            for (var found : consumer.poll(POLL)) {
                TopicPartition partition = new TopicPartition(found.topic(), found.partition());
                take(topicId, partition, left, OptionalLong.of(found.timestamp()));
                consumer.pause(List.of(partition));
            }
            for (TopicPartition partition : List.copyOf(left.keySet())) {
                OffsetRange range = unread.get(partition);
                if (range != null && consumer.position(partition) >= range.until()) {
                    take(topicId, partition, left, OptionalLong.empty());
                }
            }
        }
    }

    private void take(String topicId, TopicPartition partition, Map<TopicPartition, OffsetRange> left,
            OptionalLong timestamp) {
        OffsetRange range = left.remove(partition);
        if (range != null) {
            known.put(partition, new Known(topicId, range.from(), timestamp));
        }
    }

    /** Closes the consumer; the next reading opens another. */
    @Override
    public void close() {
        Consumer<byte[], byte[]> consumer = probe;
        if (consumer != null) {
            consumer.close();
            probe = null;
        }
    }
}
