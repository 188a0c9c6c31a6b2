package io.millrace.stream.consume;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import io.millrace.landing.TopicUnavailableException;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Reads the ids and offsets of topics from Kafka. */
public final class TopicOffsets {
    /**
     * The offsets of a topic at one moment.
     *
     * @param id
     *            Kafka's id of the topic; a topic that is deleted and created again has another one
     * @param bounds
     *            the readable offsets by partition, up to the last stable offset
     * @param unstable
     *            the offsets from the first record of an open transaction on, by partition; none where no transaction is open
     */
    public record Snapshot(String id, Map<Integer, OffsetRange> bounds, Map<Integer, OffsetRange> unstable) {}

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
     * The offsets of a topic now.
     *
     * @throws TopicUnavailableException
     *             when the topic was deleted and created again during the request
     */
    public Snapshot read(String topic) throws ExecutionException, InterruptedException {
        var description = admin.describeTopics(List.of(topic)).allTopicNames().get().values().iterator().next();
        List<TopicPartition> partitions = description.partitions().stream()
                .map(partition -> new TopicPartition(topic, partition.partition())).toList();
        Map<Integer, Long> beginnings = offsets(partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
        Map<Integer, Long> stable = offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
        Map<Integer, Long> ends = offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
        String id = description.topicId().toString();
        if (!id.equals(id(topic))) {
            throw new TopicUnavailableException("Topic " + topic + " was deleted and created again during the request",
                    null);
        }
        Map<Integer, OffsetRange> bounds = new HashMap<>();
        stable.forEach((partition, end) -> {
            long begin = beginnings.getOrDefault(partition, 0L);
            bounds.put(partition, new OffsetRange(begin, Math.max(begin, end)));
        });
        Map<Integer, OffsetRange> unstable = new HashMap<>();
        stable.forEach((partition, from) -> {
            long end = ends.getOrDefault(partition, from);
            if (end > from) {
                unstable.put(partition, new OffsetRange(from, end));
            }
        });
        return new Snapshot(id, bounds, unstable);
    }

    /** The first offset of each partition in Kafka. */
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
