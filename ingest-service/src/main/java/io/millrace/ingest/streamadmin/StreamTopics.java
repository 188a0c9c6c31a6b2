package io.millrace.ingest.streamadmin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.millrace.contracts.schema.StreamName;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** The topics of one stream, as Kafka has them. Blocks. */
record StreamTopics(Admin admin, StreamName stream) {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration AGAIN = Duration.ofMillis(20);

    /** Kafka did not do what it was asked for. */
    static final class KafkaRefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final boolean retryable;

        KafkaRefusedException(Throwable cause) {
            super(cause.getMessage(), cause);
            this.retryable = cause instanceof RetriableException || cause instanceof InterruptedException;
        }

        boolean retryable() {
            return retryable;
        }
    }

    /** The event topic; empty when there is none. */
    Optional<TopicDescription> events() {
        return topic(stream.topic());
    }

    private Optional<TopicDescription> topic(String name) {
        try {
            return Optional.ofNullable(done(admin.describeTopics(List.of(name)).allTopicNames()).get(name));
        } catch (KafkaRefusedException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The contents of the topics, and the consumer groups that read the events. */
    StreamContents holdings() {
        Optional<TopicDescription> letters = topic(stream.deadLetterTopic());
        List<OffsetRange> ofEvents = events().map(this::ranges).orElse(List.of());
        List<OffsetRange> ofLetters = letters.map(this::ranges).orElse(List.of());
        return new StreamContents(ofEvents.stream().mapToLong(OffsetRange::held).sum(),
                ofLetters.stream().mapToLong(OffsetRange::held).sum(),
                Stream.concat(ofEvents.stream(), ofLetters.stream()).anyMatch(range -> range.until() > 0),
                ofEvents.isEmpty() ? List.of() : readers());
    }

    private record OffsetRange(long from, long until) {
        long held() {
            return until - from;
        }
    }

    private List<OffsetRange> ranges(TopicDescription topic) {
        List<TopicPartition> partitions = topic.partitions().stream()
                .map(p -> new TopicPartition(topic.name(), p.partition())).toList();
        var earliest = done(admin.listOffsets(partitions.stream()
                .collect(Collectors.toMap(p -> p, p -> OffsetSpec.earliest()))).all());
        var latest = done(admin.listOffsets(partitions.stream()
                .collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest()))).all());
        List<OffsetRange> ranges = new ArrayList<>();
        latest.forEach((partition, end) -> {
            var begin = earliest.get(partition);
            ranges.add(new OffsetRange(begin == null ? end.offset() : begin.offset(), end.offset()));
        });
        return ranges;
    }

    private @Nullable List<String> readers() {
        try {
            List<String> groups = done(admin.listGroups(ListGroupsOptions.forConsumerGroups()).all()).stream()
                    .map(GroupListing::groupId).toList();
            return admin.describeConsumerGroups(groups).describedGroups().values().stream().flatMap(this::unlessGone)
                    .filter(group -> group.members().stream().anyMatch(member -> member.assignment().topicPartitions()
                            .stream().anyMatch(p -> p.topic().equals(stream.topic()))))
                    .map(ConsumerGroupDescription::groupId).sorted().toList();
        } catch (KafkaRefusedException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return null;
            }
            throw e;
        }
    }

    private Stream<ConsumerGroupDescription> unlessGone(KafkaFuture<ConsumerGroupDescription> group) {
        try {
            return Stream.of(done(group));
        } catch (KafkaRefusedException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Stream.empty();
            }
            throw e;
        }
    }

    /** Changes settings of a topic of the stream. */
    void set(String topic, Map<String, String> settings) {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        List<AlterConfigOp> changes = settings.entrySet().stream()
                .map(s -> new AlterConfigOp(new ConfigEntry(s.getKey(), s.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        if (!changes.isEmpty()) {
            var unused = done(admin.incrementalAlterConfigs(Map.of(resource, changes)).all());
        }
    }

    /**
     * The retention of a topic that is there, or was just made: then the broker that is asked may not know it at once.
     */
    Retention retention(String topic) {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        long start = System.nanoTime();
        while (true) {
            try {
                Config config = Objects
                        .requireNonNull(done(admin.describeConfigs(List.of(resource)).all()).get(resource));
                ConfigEntry entry = config.get(TopicConfig.RETENTION_MS_CONFIG);
                return new Retention(Long.parseLong(entry.value()),
                        entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG);
            } catch (KafkaRefusedException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
                        || System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw e;
                }
                LockSupport.parkNanos(AGAIN.toNanos());
            }
        }
    }

    /** The retention that the topic of events would have if it was created now without one of its own. */
    Retention retentionOfNewTopic() {
        var created = admin.createTopics(List.of(new NewTopic(stream.topic(), Optional.empty(), Optional.empty())),
                new CreateTopicsOptions().validateOnly(true));
        return new Retention(
                Long.parseLong(done(created.config(stream.topic())).get(TopicConfig.RETENTION_MS_CONFIG).value()),
                false);
    }

    /**
     * How long Kafka keeps the records of a topic.
     *
     * @param millis
     *            milliseconds, -1 for no limit
     * @param own
     *            whether it was set for this topic and is not a default of the broker
     */
    record Retention(long millis, boolean own) {
        boolean isShorterThan(Retention other) {
            return millis >= 0 && (other.millis < 0 || millis < other.millis);
        }
    }

    private static <T> T done(KafkaFuture<T> work) {
        try {
            return work.get();
        } catch (ExecutionException e) {
            throw new KafkaRefusedException(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaRefusedException(e);
        }
    }
}
