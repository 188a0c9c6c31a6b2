package io.millrace.batch.observe;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.inject.Singleton;

import io.millrace.landing.TopicUnavailableException;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Reads ids and offsets of many topics with four requests to Kafka. */
@Singleton
class KafkaTopics {
    private static final int PATIENCE_SECONDS = 10;
    private static final ListOffsetsOptions COMMITTED = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);

    private final Admin admin;

    KafkaTopics(Admin admin) {
        this.admin = admin;
    }

    /**
     * A topic.
     *
     * @param id
     *            Kafka's id of the topic
     * @param bounds
     *            the readable offsets by partition, up to the last stable offset
     * @param unstable
     *            the offsets from the first record of an open transaction on, by partition; none where no transaction is open
     */
    record Topic(String id, Map<Integer, OffsetRange> bounds, Map<Integer, OffsetRange> unstable) {}

    /**
     * The topics of these names that exist.
     *
     * @throws TopicUnavailableException
     *             when Kafka does not answer
     */
    Map<String, Topic> read(Collection<String> names) {
        try {
            Map<String, TopicDescription> descriptions = descriptions(names);
            Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            descriptions.forEach((name, description) -> description.partitions().forEach(p -> {
                earliest.put(new TopicPartition(name, p.partition()), OffsetSpec.earliest());
                latest.put(new TopicPartition(name, p.partition()), OffsetSpec.latest());
            }));
            var begins = get(admin.listOffsets(earliest).all());
            var stable = get(admin.listOffsets(latest, COMMITTED).all());
            var ends = get(admin.listOffsets(latest).all());
            Map<String, Topic> topics = new HashMap<>();
            descriptions.forEach((name, description) -> topics.put(name,
                    new Topic(description.topicId().toString(), ranges(description, begins, stable),
                            unstable(description, stable, ends))));
            return topics;
        } catch (ExecutionException | TimeoutException e) {
            throw new TopicUnavailableException("Could not read the offsets of the topics from Kafka ("
                    + (e.getCause() == null ? "no answer within " + PATIENCE_SECONDS + " s" : e.getCause())
                    + "). Check that the broker is reachable.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicUnavailableException("interrupted while reading offsets from Kafka", e);
        }
    }

    private Map<String, TopicDescription> descriptions(Collection<String> names)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, TopicDescription> found = new HashMap<>();
        for (var topic : admin.describeTopics(names).topicNameValues().entrySet()) {
            try {
                found.put(topic.getKey(), get(topic.getValue()));
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return found;
    }

    private static Map<Integer, OffsetRange> unstable(TopicDescription description,
            Map<TopicPartition, ListOffsetsResultInfo> stable, Map<TopicPartition, ListOffsetsResultInfo> ends) {
        Map<Integer, OffsetRange> unstable = ranges(description, stable, ends);
        unstable.values().removeIf(range -> range.from() == range.until());
        return unstable;
    }

    private static Map<Integer, OffsetRange> ranges(TopicDescription description,
            Map<TopicPartition, ListOffsetsResultInfo> begins, Map<TopicPartition, ListOffsetsResultInfo> ends) {
        Map<Integer, OffsetRange> bounds = new HashMap<>();
        description.partitions().forEach(p -> {
            TopicPartition partition = new TopicPartition(description.name(), p.partition());
            ListOffsetsResultInfo begin = begins.get(partition);
            ListOffsetsResultInfo end = ends.get(partition);
            if (begin != null && end != null) {
                bounds.put(p.partition(),
                        new OffsetRange(begin.offset(), Math.max(begin.offset(), end.offset())));
            }
        });
        return bounds;
    }

    private static <T> T get(KafkaFuture<T> answer) throws ExecutionException, InterruptedException, TimeoutException {
        return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
