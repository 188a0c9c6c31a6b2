package io.millrace.batch.read;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;

import jakarta.inject.Singleton;

import io.millrace.landing.RangePoll;
import io.millrace.landing.StreamCalls;
import io.millrace.landing.TopicUnavailableException;
import io.millrace.landing.UnlandedRecords;
import io.millrace.landing.config.KafkaClientSettings;
import io.millrace.table.mergerule.OffsetRange;
import io.smallrye.common.annotation.Identifier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads ranges of offsets of one topic: of each partition from a given offset up to the end that it had at the start. */
@Singleton
public class OffsetRangeReader {
    private static final Logger LOG = LoggerFactory.getLogger(OffsetRangeReader.class);

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Time without records after which the topic is asked for its id. */
    private static final Duration CHECK = Duration.ofSeconds(3);
    /** Kafka limits a response by its compressed size; these limit the uncompressed records of a poll. */
    private static final int RECORDS_PER_POLL = 100;
    private static final int BYTES_PER_PARTITION = 1 << 18;
    private static final int BYTES_PER_FETCH = 16 << 20;

    private final Admin admin;
    private final Map<String, Object> connection;

    OffsetRangeReader(Admin admin, @Identifier("default-kafka-broker") Map<String, Object> connection) {
        this.admin = admin;
        this.connection = connection;
    }

    /**
     * The offsets of a topic at one moment.
     *
     * @param name
     *            its name
     * @param id
     *            Kafka's id of the topic; a topic that is deleted and created again has another one
     * @param bounds
     *            the readable offsets by partition, up to the last stable offset: records of an open transaction, and those
     *            after them, can be read when it ends
     */
    public record Topic(String name, String id, Map<Integer, OffsetRange> bounds) {}

    /**
     * The size of a chunk: the limit that is reached first ends it.
     *
     * @param rows
     *            maximum number of records; the last poll may exceed it
     * @param bytes
     *            maximum bytes of keys and values; the last poll may exceed it
     */
    public record ChunkSize(int rows, long bytes) {
        /** Few records at a time, so that few are on the heap. */
        public static final ChunkSize SMALL = new ChunkSize(2_000, 4 << 20);

        /** The smaller limits of this and another one. */
        public ChunkSize atMost(ChunkSize other) {
            return new ChunkSize(Math.min(rows, other.rows), Math.min(bytes, other.bytes));
        }
    }

    /** Receives the chunks of a window. The ranges of a chunk continue those of the previous one. */
    public interface ChunkSink {
        /** Receives all records of the ranges. */
        void accept(List<ConsumerRecord<byte[], byte[]>> records, Map<Integer, OffsetRange> ranges);
    }

    /**
     * Reads the id and the offsets of a topic from Kafka.
     *
     * @throws TopicUnavailableException
     *             when it does not answer
     */
    public Topic topic(String name) {
        try {
            var description = admin.describeTopics(List.of(name)).allTopicNames().get().values().iterator().next();
            Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            description.partitions().forEach(p -> {
                earliest.put(new TopicPartition(name, p.partition()), OffsetSpec.earliest());
                latest.put(new TopicPartition(name, p.partition()), OffsetSpec.latest());
            });
            Map<Integer, Long> ends = new HashMap<>();
            admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all().get()
                    .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
            Map<Integer, OffsetRange> bounds = new HashMap<>();
            admin.listOffsets(earliest).all().get().forEach((partition, begin) -> bounds.put(partition.partition(),
                    new OffsetRange(begin.offset(),
                            Math.max(begin.offset(), ends.getOrDefault(partition.partition(), 0L)))));
            if (!id(name).equals(description.topicId().toString())) {
                throw replaced(name);
            }
            return new Topic(name, description.topicId().toString(), bounds);
        } catch (ExecutionException e) {
            throw new TopicUnavailableException(
                    "Could not read the offsets of topic " + name + " from Kafka (" + e.getCause()
                            + "). Check that the broker is reachable and the topic exists; the next run tries again.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicUnavailableException("interrupted while asking Kafka for topic " + name, e);
        }
    }

    private String id(String name) throws ExecutionException, InterruptedException {
        return admin.describeTopics(List.of(name)).allTopicNames().get().values().iterator().next().topicId()
                .toString();
    }

    private static TopicUnavailableException replaced(String name) {
        return new TopicUnavailableException("Topic " + name + " was deleted and created again while it was read;"
                + " the next run merges it from its beginning.", null);
    }

    /**
     * The first offset of each partition in Kafka.
     *
     * @throws TopicUnavailableException
     *             when it does not answer
     */
    public Map<Integer, Long> beginnings(String topic, Set<Integer> partitions) {
        Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
        partitions.forEach(partition -> earliest.put(new TopicPartition(topic, partition), OffsetSpec.earliest()));
        try {
            Map<Integer, Long> beginnings = new HashMap<>();
            admin.listOffsets(earliest).all().get()
                    .forEach((partition, begin) -> beginnings.put(partition.partition(), begin.offset()));
            return beginnings;
        } catch (ExecutionException e) {
            throw new TopicUnavailableException(
                    "Could not read the first offsets of topic " + topic + " from Kafka (" + e.getCause()
                            + "). Check that the broker is reachable; the next run tries again.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicUnavailableException("interrupted while asking Kafka for topic " + topic, e);
        }
    }

    /**
     * Reads a window in chunks. Records do not name the id of their topic, so that the topic is asked for its id after the records
     * of a chunk were read: those of a topic that was created again are not given out.
     *
     * @param window
     *            what to read, by partition
     * @param size
     *            of a chunk
     * @throws TopicUnavailableException
     *             when Kafka does not give the records in time, or the topic is another one now; what was given out before stays
     *             given out
     */
    public void read(Topic topic, Map<Integer, OffsetRange> window, ChunkSize size, ChunkSink sink) {
        Map<TopicPartition, Long> position = new HashMap<>();
        Map<TopicPartition, Long> until = new HashMap<>();
        window.forEach((partition, range) -> {
            if (range.from() < range.until()) {
                position.put(new TopicPartition(topic.name(), partition), range.from());
                until.put(new TopicPartition(topic.name(), partition), range.until());
            }
        });
        if (until.isEmpty()) {
            return;
        }
        try (KafkaConsumer<byte[], byte[]> consumer = rangeConsumer()) {
            consumer.assign(until.keySet());
            position.forEach(consumer::seek);
            List<ConsumerRecord<byte[], byte[]>> chunk = new ArrayList<>();
            long bytes = 0;
            long progressAt = System.nanoTime();
            long checkedAt = progressAt;
            while (!until.isEmpty() || !chunk.isEmpty()) {
                for (ConsumerRecord<byte[], byte[]> record : poll(consumer)) {
                    Long end = until.get(new TopicPartition(topic.name(), record.partition()));
                    if (end != null && record.offset() < end) {
                        chunk.add(record);
                        bytes += UnlandedRecords.bytes(record);
                        progressAt = System.nanoTime();
                        StreamCalls.progress();
                    }
                }
                Map<TopicPartition, Long> reached = new HashMap<>();
                until.forEach((partition, end) -> reached.put(partition, Math.min(end, consumer.position(partition))));
                boolean complete = reached.equals(until);
                if (complete || chunk.size() >= size.rows() || bytes >= size.bytes()) {
                    requireSame(topic);
                    sink.accept(chunk, ranges(position, reached));
                    position.putAll(reached);
                    chunk = new ArrayList<>();
                    bytes = 0;
                    if (until.entrySet().removeIf(e -> e.getValue().equals(position.get(e.getKey())))) {
                        consumer.assign(until.keySet());
                    }
                    progressAt = System.nanoTime();
                } else if (isOver(CHECK, progressAt) && isOver(CHECK, checkedAt)) {
                    checkedAt = System.nanoTime();
                    refuseReplaced(topic); // One that ends below the range has no more records.
                } else if (isOver(PATIENCE, progressAt)) {
                    throw new TopicUnavailableException(
                            "Kafka returned no more records of " + topic.name() + " for " + PATIENCE
                                    + ", although it holds offsets up to " + until
                                    + "; the next run continues from the watermark of the table.",
                            null);
                }
            }
        }
    }

    private static ConsumerRecords<byte[], byte[]> poll(KafkaConsumer<byte[], byte[]> consumer) {
        try {
            return RangePoll.poll(consumer, POLL);
        } catch (OffsetOutOfRangeException e) {
            Map.Entry<TopicPartition, Long> outside = e.offsetOutOfRangePartitions().entrySet().iterator().next();
            throw new TopicUnavailableException("Partition " + outside.getKey() + " ends below offset "
                    + outside.getValue() + " now: the topic was deleted and created again, or Kafka lost records. The"
                    + " next run finds out.", e);
        }
    }

    private static boolean isOver(Duration time, long sinceNanos) {
        return System.nanoTime() - sinceNanos > time.toNanos();
    }

    /** Refuses a topic that is known to be another one. While Kafka does not answer, that is not known. */
    private void refuseReplaced(Topic topic) {
        try {
            refuseAnother(topic);
        } catch (ExecutionException notKnown) {
            LOG.debug("The id of topic {} is not known", topic.name(), notKnown);
        }
    }

    private void requireSame(Topic topic) {
        try {
            refuseAnother(topic);
        } catch (ExecutionException e) {
            throw new TopicUnavailableException("Could not read the id of topic " + topic.name() + " from Kafka ("
                    + e.getCause() + "). Check that the broker is reachable; the next run tries again.", e);
        }
    }

    private void refuseAnother(Topic topic) throws ExecutionException {
        try {
            if (!id(topic.name()).equals(topic.id())) {
                throw replaced(topic.name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicUnavailableException("interrupted while asking Kafka for topic " + topic.name(), e);
        }
    }

    private static Map<Integer, OffsetRange> ranges(Map<TopicPartition, Long> from, Map<TopicPartition, Long> reached) {
        Map<Integer, OffsetRange> ranges = new HashMap<>();
        reached.forEach((partition, offset) -> {
            long start = from.getOrDefault(partition, 0L);
            if (offset > start) {
                ranges.put(partition.partition(), new OffsetRange(start, offset));
            }
        });
        return ranges;
    }

    /** A new consumer that returns one record at a time; the caller closes it. */
    public Consumer<byte[], byte[]> openProbe(IsolationLevel isolation) {
        Map<String, Object> settings = KafkaClientSettings.reader(connection, 1, BYTES_PER_PARTITION);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.toString());
        return consumer(settings);
    }

    /** One that never goes on somewhere else by itself: the first offset of a topic that was created again is below the range. */
    private KafkaConsumer<byte[], byte[]> rangeConsumer() {
        Map<String, Object> settings = KafkaClientSettings.reader(connection, RECORDS_PER_POLL, BYTES_PER_PARTITION);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        return consumer(settings);
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> settings) {
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, BYTES_PER_FETCH);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
