package io.millrace.stream.consume;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Asks Kafka how topics stand. */
public final class TopicOffsets {
    /**
     * A topic as it stands.
     *
     * @param id
     *            Kafka's id of it: one that is deleted and made again has another
     * @param bounds
     *            the offsets that can be read, by partition, up to the last stable offset
     * @param unstable
     *            how many offsets lie behind a transaction that is open
     */
    public record Standing(String id, Map<Integer, OffsetRange> bounds, long unstable) {}

    private final Admin admin;

    public TopicOffsets(Admin admin) {
        this.admin = admin;
    }

    /** Kafka's id of a topic. */
    public String id(String topic) throws ExecutionException, InterruptedException {
        return admin.describeTopics(List.of(topic)).allTopicNames().get().values().iterator().next().topicId()
                .toString();
    }

    /**
     * How a topic stands.
     *
     * @throws IllegalStateException
     *             when it was deleted and made again while it was asked for
     */
    public Standing standing(String topic) throws ExecutionException, InterruptedException {
        var description = admin.describeTopics(List.of(topic)).allTopicNames().get().values().iterator().next();
        List<TopicPartition> partitions = description.partitions().stream()
                .map(partition -> new TopicPartition(topic, partition.partition())).toList();
        Map<Integer, Long> beginnings = offsets(partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
        Map<Integer, Long> stable = offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
        Map<Integer, Long> ends = offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
        String id = description.topicId().toString();
        if (!id.equals(id(topic))) {
            throw new IllegalStateException("topic " + topic + " was deleted and made again in this moment");
        }
        Map<Integer, OffsetRange> bounds = new HashMap<>();
        stable.forEach((partition, end) -> {
            long begin = beginnings.getOrDefault(partition, 0L);
            bounds.put(partition, new OffsetRange(begin, Math.max(begin, end)));
        });
        long unstable = stable.entrySet().stream()
                .mapToLong(end -> Math.max(0, ends.getOrDefault(end.getKey(), 0L) - end.getValue())).sum();
        return new Standing(id, bounds, unstable);
    }

    /** The first offset that Kafka still has of partitions. */
    Map<Integer, Long> beginnings(List<TopicPartition> partitions) throws ExecutionException, InterruptedException {
        return offsets(partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
    }

    private Map<Integer, Long> offsets(List<TopicPartition> partitions, OffsetSpec spec, IsolationLevel isolation)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, spec));
        Map<Integer, Long> offsets = new HashMap<>();
        admin.listOffsets(wanted, new ListOffsetsOptions(isolation)).all().get()
                .forEach((partition, found) -> offsets.put(partition.partition(), found.offset()));
        return offsets;
    }
}
