package io.millrace.stream.consume;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.supervision.SupervisedTask;
import io.millrace.contracts.supervision.Supervision;
import io.millrace.stream.merge.StreamMerge;
import io.millrace.stream.merge.StreamMerges;
import io.millrace.table.mergerule.OffsetRange;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/**
 * Starts every partition that this pod is given at the watermark of its table: the offsets that the group committed mean
 * nothing. Runs on the polling thread, which may block.
 */
@Singleton
@Identifier("watermark")
public class StreamConsumer implements KafkaConsumerRebalanceListener, StreamMerge.Consumer {
    /** The channel of all events. */
    public static final String CHANNEL = "events";

    private static final Logger LOG = Logger.getLogger(StreamConsumer.class);
    private static final Duration PROBE = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofSeconds(3);

    private final StreamMerges merges;
    private final TopicOffsets topics;
    private final Instance<KafkaClientService> clients;
    private final Map<String, Object> connection;
    private final SupervisedTask starting;
    private volatile Runnable askForContracts = () -> {};

    StreamConsumer(StreamMerges merges, Admin admin, Instance<KafkaClientService> clients,
            @Identifier("default-kafka-broker") Map<String, Object> connection, Supervision supervision) {
        this.merges = merges;
        this.topics = new TopicOffsets(admin);
        this.clients = clients;
        this.connection = connection;
        this.starting = supervision.task("assignment",
                "Check that Kafka answers and that this client may describe its topics");
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        start(consumer, partitions);
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            if (StreamName.isLegal(partition.topic())) {
                var merge = merges.all().get(new StreamName(partition.topic()));
                if (merge != null) {
                    merge.revoke(partition.partition());
                }
            }
        }
    }

    /** How long ago the consumer polled, in seconds; negative while it never did. */
    double secondsSincePoll() {
        return clients.get().getConsumer(CHANNEL).unwrap().metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("last-poll-seconds-ago"))
                .map(metric -> metric.metricValue()).filter(Double.class::isInstance).mapToDouble(Double.class::cast)
                .findFirst().orElse(-1);
    }

    /** Has this run when partitions are assigned of a topic whose contract is not known, on the polling thread. */
    public void whenUnknown(Runnable asks) {
        askForContracts = asks;
    }

    /** Starts the partitions of streams that got their contract after the partitions were assigned. */
    public void onContracts(List<StreamContracts> news) {
        var topics = news.stream().map(c -> c.latest().stream()).filter(s -> !merges.all().containsKey(s))
                .map(StreamName::topic).collect(Collectors.toSet());
        if (!topics.isEmpty()) {
            startSoon(partition -> topics.contains(partition.topic()), Duration.ZERO);
        }
    }

    private void start(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        var ofStreams = partitions.stream().filter(p -> StreamName.isLegal(p.topic())).toList();
        if (ofStreams.isEmpty()) {
            return;
        }
        try {
            startEach(consumer, ofStreams);
        } catch (Throwable e) { // Thrown on, it would leave all these partitions without a start, and nobody would know.
            starting.failed(e);
            startSoon(Set.copyOf(ofStreams)::contains, RETRY);
        }
    }

    private void startEach(Consumer<?, ?> consumer, Collection<TopicPartition> ofStreams) {
        Map<String, TopicOffsets.Standing> standings = new HashMap<>();
        List<TopicPartition> failed = new ArrayList<>();
        Throwable unopened = null;
        boolean unknown = false;
        for (TopicPartition partition : ofStreams) {
            try {
                var merge = merges.find(new StreamName(partition.topic()), this);
                if (merge.isEmpty()) {
                    unknown = true;
                    continue;
                }
                var topic = standings.computeIfAbsent(partition.topic(), this::standing);
                OffsetRange bounds = topic.bounds().get(partition.partition());
                if (bounds == null) {
                    throw new IllegalStateException("Kafka does not know it any more");
                }
                long offset = merge.get().assign(topic.id(), partition.partition(), bounds);
                consumer.seek(partition, offset);
                LOG.infof("Reading %s from offset %d", partition, offset);
            } catch (Throwable e) { // A table that cannot be read must not stop the streams of the others.
                LOG.errorf("Could not start %s: %s Trying again in %s.", partition, e.getMessage(), RETRY);
                var merge = merges.all().get(new StreamName(partition.topic()));
                if (merge == null) {
                    unopened = e;
                } else {
                    merge.startFailed(partition.partition(), e);
                }
                failed.add(partition);
            }
        }
        if (unknown) {
            askForContracts.run();
        }
        if (unopened == null) {
            starting.succeeded();
        } else {
            starting.failed(unopened);
        }
        if (!failed.isEmpty()) {
            startSoon(Set.copyOf(failed)::contains, RETRY);
        }
    }

    /** Starts those of the assigned partitions, on the polling thread; tried again until it could be done. */
    private void startSoon(Predicate<TopicPartition> which, Duration delay) {
        Uni<Void> due = Uni.createFrom().voidItem();
        var unused = (delay.isZero() ? due : due.onItem().delayIt().by(delay))
                .chain(() -> clients.get().getConsumer(CHANNEL).runOnPollingThread(consumer -> {
                    start(consumer, consumer.assignment().stream().filter(which).toList());
                })).subscribe().with(done -> LOG.debug("Started partitions"), e -> {
                    starting.failed(e);
                    startSoon(which, RETRY);
                });
    }

    /** Starts the partitions of a topic again that was deleted and made again: its offsets mean something else now. */
    public void topicReplaced(StreamName stream) {
        startSoon(partition -> partition.topic().equals(stream.topic()), Duration.ZERO);
    }

    private TopicOffsets.Standing standing(String topic) {
        return asked(topic, () -> topics.standing(topic));
    }

    @Override
    public Map<Integer, Long> beginnings(StreamName stream, Set<Integer> partitions) {
        return asked(stream.topic(), () -> topics.beginnings(
                partitions.stream().map(partition -> new TopicPartition(stream.topic(), partition)).toList()));
    }

    private interface Question<T> {
        T ask() throws ExecutionException, InterruptedException;
    }

    private static <T> T asked(String topic, Question<T> question) {
        try {
            return question.ask();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Could not ask Kafka how topic " + topic + " stands (" + e.getCause()
                    + "); check that this client may describe it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void report(StreamName stream, Map<Integer, Long> watermarks) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        watermarks.forEach((partition, offset) -> offsets.put(new TopicPartition(stream.topic(), partition),
                new OffsetAndMetadata(offset)));
        clients.get().getConsumer(CHANNEL).commitAsync(offsets).subscribe().with(
                done -> LOG.tracef("Reported %s", offsets),
                e -> LOG.warnf("Could not report offsets to Kafka, lag monitors are behind: %s", e.getMessage()));
    }

    @Override
    public void rewind(StreamName stream, int partition, long offset) {
        clients.get().getConsumer(CHANNEL).seek(new TopicPartition(stream.topic(), partition), offset).await()
                .atMost(PROBE);
    }

    @Override
    public OptionalLong firstRecordFrom(StreamName stream, int partition, long offset) {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.keySet().retainAll(ConsumerConfig.configNames());
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        // A topic that was deleted must not come back because somebody looks at it.
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        TopicPartition topicPartition = new TopicPartition(stream.topic(), partition);
        try (KafkaConsumer<byte[], byte[]> probe = new KafkaConsumer<>(settings, new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            probe.assign(List.of(topicPartition));
            probe.seek(topicPartition, offset);
            long end = probe.endOffsets(List.of(topicPartition)).getOrDefault(topicPartition, 0L);
            long until = System.nanoTime() + PROBE.toNanos();
            while (System.nanoTime() < until) {
                if (probe.position(topicPartition) >= end) {
                    return OptionalLong.empty();
                }
                for (var found : probe.poll(Duration.ofMillis(200))) {
                    return OptionalLong.of(found.offset());
                }
            }
            throw new IllegalStateException("Kafka gave no record of " + topicPartition + " from offset " + offset
                    + " within " + PROBE + " though it had one; trying again");
        }
    }
}
