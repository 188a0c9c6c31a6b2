package io.millrace.batch.delete;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.TopicUnavailableException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Finds and deletes the topics of streams. Blocks; throws an {@link IllegalStateException} when Kafka refuses. */
public record DeletedTopics(Admin admin) {
    /** The ids of the existing topics of a stream. */
    List<Uuid> find(StreamName stream) {
        return describe(stream).stream().map(TopicDescription::topicId).toList();
    }

    /** Whether the event topic of a stream exists. */
    boolean haveEvents(StreamName stream) {
        return describe(stream).stream().anyMatch(topic -> topic.name().equals(stream.topic()));
    }

    /** Whether no record was ever stored in the topics of a stream. */
    boolean areEmpty(StreamName stream) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        describe(stream).forEach(topic -> topic.partitions()
                .forEach(p -> latest.put(new TopicPartition(topic.name(), p.partition()), OffsetSpec.latest())));
        return done("the end of", stream, admin.listOffsets(latest).all()).values().stream()
                .allMatch(end -> end.offset() == 0);
    }

    /** Deletes topics. A topic that no longer exists is no failure. */
    void delete(StreamName stream, List<Uuid> ids) {
        admin.deleteTopics(TopicCollection.ofTopicIds(ids)).topicIdValues().forEach((id, deleted) -> {
            try {
                deleted.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicIdException)) {
                    throw new IllegalStateException("Kafka does not delete the topic of stream " + stream
                            + " with the id " + id + " ("
                            + e.getCause() + "). Check that the brokers have delete.topic.enable=true and that this"
                            + " client may delete it.", e);
                }
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        });
    }

    private List<TopicDescription> describe(StreamName stream) {
        List<TopicDescription> found = new ArrayList<>();
        admin.describeTopics(List.of(stream.topic(), stream.deadLetterTopic())).topicNameValues()
                .forEach((name, description) -> {
                    try {
                        found.add(description.get());
                    } catch (ExecutionException e) {
                        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                            throw unanswered("the topic " + name + " of", stream, e);
                        }
                    } catch (InterruptedException e) {
                        throw interrupted(e);
                    }
                });
        return found;
    }

    private static <T> T done(String what, StreamName stream, KafkaFuture<T> work) {
        try {
            return work.get();
        } catch (ExecutionException e) {
            throw unanswered(what, stream, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static TopicUnavailableException unanswered(String what, StreamName stream, ExecutionException e) {
        return new TopicUnavailableException(
                "Kafka was asked for " + what + " stream " + stream + " and did not answer ("
                        + e.getCause() + "). Check that the broker is reachable.",
                e);
    }

    private static TopicUnavailableException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new TopicUnavailableException("Interrupted while asking Kafka", e);
    }
}
