package io.millrace.stream.consume;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.supervision.SupervisedTask;
import io.millrace.contracts.supervision.Supervision;
import io.millrace.landing.StreamCalls;
import io.millrace.landing.TopicUnavailableException;
import io.millrace.landing.config.KafkaClientSettings;
import io.millrace.stream.merge.StreamMerge;
import io.millrace.stream.merge.StreamMerges;
import io.millrace.table.mergerule.OffsetRange;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts every assigned partition at the watermark of its table; the committed offsets of the consumer group are not used.
 * Runs on the polling thread, which may block.
 */
@Singleton
@Identifier("watermark")
public class StreamConsumer implements KafkaConsumerRebalanceListener, StreamMerge.Consumer, ProbeConsumers {
    /** The channel of all events. */
    public static final String CHANNEL = "events";

    private static final Logger LOG = LoggerFactory.getLogger(StreamConsumer.class);
    private static final Duration PROBE = Duration.ofSeconds(5);
    private static final int PROBE_BYTES = 1 << 16;
    private static final Duration RETRY = Duration.ofSeconds(3);
    private static final Duration LONGEST_READ = Duration.ofSeconds(10);
    /** Each that hangs keeps a thread and little memory. */
    private static final int MOST_READS = 32;

    private final StreamMerges merges;
    private final TopicOffsets topics;
    private final Instance<KafkaClientService> clients;
    private final Map<String, Object> connection;
    private final SupervisedTask starting;
    /** A table whose storage hangs must not stop the polling thread, and with it all streams. */
    private final StreamCalls tables;
    /** The merges into which partitions were started. */
    private final Map<StreamName, StreamMerge> started = new ConcurrentHashMap<>();
    private volatile Runnable askForContracts = () -> {};

    StreamConsumer(StreamMerges merges, Admin admin, Instance<KafkaClientService> clients,
            @Identifier("default-kafka-broker") Map<String, Object> connection, Supervision supervision, Clock clock) {
        this.tables = new StreamCalls("start", LONGEST_READ, MOST_READS, clock);
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

    /** Seconds since the last poll of the consumer; negative before the first poll. */
    double secondsSincePoll() {
        return clients.get().getConsumer(CHANNEL).unwrap().metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("last-poll-seconds-ago"))
                .map(metric -> metric.metricValue()).filter(Double.class::isInstance).mapToDouble(Double.class::cast)
                .findFirst().orElse(-1);
    }

    /** Sets the action to run, on the polling thread, when partitions of a topic without a known contract are assigned. */
    public void whenUnknown(Runnable asks) {
        askForContracts = asks;
    }

    /** Starts the partitions of streams whose contract was registered after the partitions were assigned. */
    public void onContracts(List<StreamContracts> news) {
        started.keySet().retainAll(merges.all().keySet());
        var topics = news.stream().map(c -> c.latest().stream()).filter(s -> !isStarted(s))
                .map(StreamName::topic).collect(Collectors.toSet());
        if (!topics.isEmpty()) {
            startSoon(partition -> topics.contains(partition.topic()), Duration.ZERO);
        }
    }

    /** Whether partitions of a stream were started into its present merge. The measurement of the lag opens merges as well. */
    private boolean isStarted(StreamName stream) {
        StreamMerge merge = merges.all().get(stream);
        return merge != null && merge.equals(started.get(stream));
    }

    private void start(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        var ofStreams = partitions.stream().filter(p -> StreamName.isLegal(p.topic())).toList();
        if (ofStreams.isEmpty()) {
            return;
        }
        try {
            startEach(consumer, ofStreams);
        } catch (Throwable e) { // If it were thrown on, none of these partitions would start, and no state would show it.
            starting.failed(e);
            startSoon(Set.copyOf(ofStreams)::contains, RETRY);
        }
    }

    private void startEach(Consumer<?, ?> consumer, Collection<TopicPartition> ofStreams) {
        Map<Duration, Set<TopicPartition>> failed = new HashMap<>();
        boolean unknown = false;
        for (var topic : ofStreams.stream().collect(Collectors.groupingBy(TopicPartition::topic)).entrySet()) {
            StreamName stream = new StreamName(topic.getKey());
            List<TopicPartition> waiting = new ArrayList<>(topic.getValue());
            try {
                var merge = merges.find(stream, this);
                if (merge.isEmpty()) {
                    unknown = true;
                    continue;
                }
                started.put(stream, merge.get());
                tables.run(stream, merge.get()::readTable);
                TopicOffsets.Snapshot offsets = offsets(stream.topic());
                for (TopicPartition partition : topic.getValue()) {
                    start(consumer, partition, merge.get(), offsets);
                    waiting.remove(partition);
                }
            } catch (Throwable e) { // A table that cannot be read must not stop the other streams.
                var merge = merges.all().get(stream);
                if (merge != null) {
                    waiting.forEach(partition -> merge.startFailed(partition.partition(), e));
                }
                failed.computeIfAbsent(StreamMerges.untilNextStart(e), d -> new HashSet<>()).addAll(waiting);
            }
        }
        if (unknown) {
            askForContracts.run();
        }
        starting.succeeded();
        failed.forEach((delay, which) -> startSoon(which::contains, delay));
    }

    private static void start(Consumer<?, ?> consumer, TopicPartition partition, StreamMerge merge,
            TopicOffsets.Snapshot topic) {
        OffsetRange bounds = topic.bounds().get(partition.partition());
        if (bounds == null) {
            throw new TopicUnavailableException("Kafka no longer has partition " + partition, null);
        }
        long offset = merge.assign(topic.id(), partition.partition(), bounds);
        consumer.seek(partition, offset);
        LOG.info("Reading {} from offset {}", partition, offset);
    }

    /** Starts the matching assigned partitions on the polling thread; retries until it succeeds. */
    private void startSoon(Predicate<TopicPartition> which, Duration delay) {
        Uni<Void> due = Uni.createFrom().voidItem();
        var unused = (delay.isZero() ? due : due.onItem().delayIt().by(delay))
                .chain(() -> clients.get().getConsumer(CHANNEL).runOnPollingThread(consumer -> {
                    start(consumer, consumer.assignment().stream().filter(which).toList());
                })).subscribe().with(done -> LOG.debug("Started partitions"), e -> {
                    starting.failed(e);
                    startSoon(which, RETRY);
                });
        if (delay.isZero()) {
            endPoll();
        }
    }

    /** The polling thread may be waiting for records of other partitions, for up to a second. */
    private void endPoll() {
        var channel = clients.get().getConsumer(CHANNEL);
        if (channel != null && channel.unwrap() != null) {
            channel.unwrap().wakeup();
        }
    }

    /** Restarts the partitions of a topic that was deleted and created again: its offsets are new. */
    public void topicReplaced(StreamName stream) {
        startSoon(partition -> partition.topic().equals(stream.topic()), Duration.ZERO);
    }

    private TopicOffsets.Snapshot offsets(String topic) {
        return asked(topic, () -> topics.read(topic));
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
            throw new TopicUnavailableException(
                    "Could not read the offsets of topic " + topic + " from Kafka (" + e.getCause()
                            + "). Check that this client may describe the topic",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicUnavailableException("Interrupted while reading the offsets of topic " + topic, e);
        }
    }

    @Override
    public void report(StreamName stream, Map<Integer, Long> watermarks) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        watermarks.forEach((partition, offset) -> offsets.put(new TopicPartition(stream.topic(), partition),
                new OffsetAndMetadata(offset)));
        clients.get().getConsumer(CHANNEL).commitAsync(offsets).subscribe().with(
                done -> LOG.trace("Reported {}", offsets),
                e -> LOG.warn("Could not commit offsets to Kafka; lag monitors show old values: {}", e.getMessage()));
    }

    @Override
    public void rewind(StreamName stream, int partition, long offset) {
        TopicPartition topicPartition = new TopicPartition(stream.topic(), partition);
        try {
            clients.get().getConsumer(CHANNEL).seek(topicPartition, offset).await().atMost(PROBE);
        } catch (TimeoutException | IllegalStateException e) { // Busy polling, or the partition was revoked.
            throw new TopicUnavailableException("Could not read " + topicPartition + " again from offset " + offset
                    + " (" + e + ")", e);
        }
    }

    @Override
    public Consumer<byte[], byte[]> open(IsolationLevel isolation) {
        // One record is wanted; more batches are read only where a transaction was aborted.
        Map<String, Object> settings = KafkaClientSettings.reader(connection, 1, PROBE_BYTES);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.toString());
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public OptionalLong firstRecordFrom(StreamName stream, int partition, long offset) {
        TopicPartition topicPartition = new TopicPartition(stream.topic(), partition);
        try (Consumer<byte[], byte[]> probe = open(IsolationLevel.READ_COMMITTED)) {
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
            throw new TopicUnavailableException("Kafka returned no record of " + topicPartition + " from offset "
                    + offset + " within " + PROBE + ", although the partition is longer", null);
        }
    }
}
