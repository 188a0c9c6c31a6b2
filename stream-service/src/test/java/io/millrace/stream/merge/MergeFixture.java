package io.millrace.stream.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.contracts.record.DeadLetterTopic;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.ContractRegistry;
import io.millrace.contracts.registry.StreamState;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.schema.TypeReference;
import io.millrace.landing.DecodedMemory;
import io.millrace.landing.RecordLander;
import io.millrace.landing.mapping.ContractTable;
import io.millrace.landing.metrics.LandingMetrics;
import io.millrace.landing.metrics.LostOffsets;
import io.millrace.stream.metrics.StreamMetrics;
import io.millrace.table.EventTable;
import io.millrace.table.WriterOptions;
import io.millrace.table.factory.EventTables;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A merge into a table in a folder, with a registry that throws an exception on request. */
final class MergeFixture implements AutoCloseable {
    static final String TOPIC_ID = "AAAAAAAAAAAAAAAAAAAAAA";
    static final String OTHER_ID = "BBBBBBBBBBBBBBBBBBBBBB";
    static final StreamName VISITS = new StreamName("visits");
    private static final String AVSC = """
            {"type": "record", "name": "Visit", "fields": [
              {"name": "pk", "type": "string"},
              {"name": "event_id", "type": "string"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "notes", "default": [], "type": {"type": "array", "items":
                {"type": "record", "name": "Note", "fields": [{"name": "a", "type": ["null", "string"], "default": null}]}}}
            ]}""";
    private static final Contract CONTRACT = ContractParser.parse(VISITS, 1, 1, AVSC);

    private final Path folder;

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final ThrowingRegistry registry = new ThrowingRegistry();
    final RecordingConsumer consumer = new RecordingConsumer();
    final MockProducer<byte[], byte[]> letters = new MockProducer<>(true, null, new ByteArraySerializer(),
            new ByteArraySerializer());
    Duration afterProgramError = Duration.ofMinutes(5);
    Duration idle = Duration.ofSeconds(10);
    volatile Optional<Duration> freshness = Optional.empty();
    private final MicroBatchSchedule.Limits limits = new MicroBatchSchedule.Limits(10, 1 << 20, Duration.ofMillis(1),
            () -> freshness);
    DecodedMemory memory = new DecodedMemory(1 << 20);
    private @Nullable StreamMerge merge;

    /** Throws an exception on request when versions are read. */
    static final class ThrowingRegistry implements ContractRegistry {
        volatile @Nullable Throwable thrown;

        @Override
        public Map<StreamName, StreamState> streams() {
            return Map.of(VISITS, state(VISITS));
        }

        @Override
        public StreamState state(StreamName stream) {
            return new StreamState.Active(0);
        }

        @Override
        public void record(StreamName stream, StreamState state) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void disableVersions(StreamName stream) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<RegisteredSchema> versions(StreamName stream) {
            switch (thrown) {
                case Error error -> throw error;
                case RuntimeException exception -> throw exception;
                case null, default -> {
                    return List.of(new RegisteredSchema(1, 1, AVSC));
                }
            }
        }

        @Override
        public RegisteredSchema register(StreamName stream, String avsc, List<TypeReference> references) {
            throw new UnsupportedOperationException();
        }
    }

    /** Keeps the offset from which it is to read again. */
    static final class RecordingConsumer implements StreamMerge.Consumer {
        volatile long rewoundTo = -1;
        final AtomicInteger rewinds = new AtomicInteger();
        /** The first offset that holds a record; none when the test sets none. */
        volatile @Nullable OptionalLong firstRecord;
        volatile long beginning;
        /** What a search for a record waits for. */
        volatile CountDownLatch answer = new CountDownLatch(0);

        @Override
        public void report(StreamName stream, Map<Integer, Long> watermarks) {
            // For lag monitors only.
        }

        @Override
        public void rewind(StreamName stream, int partition, long offset) {
            rewoundTo = offset;
            rewinds.incrementAndGet();
        }

        @Override
        public OptionalLong firstRecordFrom(StreamName stream, int partition, long offset) {
            try {
                answer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            OptionalLong set = firstRecord;
            return set == null ? OptionalLong.of(offset) : set;
        }

        @Override
        public Map<Integer, Long> beginnings(StreamName stream, Set<Integer> partitions) {
            return Map.of(0, beginning);
        }
    }

    MergeFixture(Path folder) {
        this.folder = folder;
    }

    @Override
    public void close() {
        if (merge != null) {
            merge.close();
        }
    }

    StreamMerge start() {
        ContractCatalog catalog = new ContractCatalog(registry);
        var unused = catalog.refresh();
        EventTable table = EventTables.open(folder.resolve("visits"), ContractTable.shape(CONTRACT),
                new WriterOptions("stream", CONTRACT.dedupHorizon(), 1 << 20));
        LandingMetrics landing = new LandingMetrics(meters);
        RecordLander lander = new RecordLander(VISITS, catalog, new DeadLetterTopic(letters), table, "stream", memory);
        StreamMerge started = new StreamMerge(VISITS, table, lander,
                new RecordBuffer(10), new StreamMetrics(meters, landing, Clock.systemUTC()), new LostOffsets(landing),
                consumer, new RetryDelay(afterProgramError), limits, idle, Clock.systemUTC());
        merge = started;
        started.assign(TOPIC_ID, 0, new OffsetRange(0, 1_000));
        return started;
    }

    @SafeVarargs
    static void offer(StreamMerge merging, ConsumerRecord<byte[], byte[]>... records) {
        merging.offer(List.of(records)).subscribe().with(room -> {
            // The test offers no more than there is room for.
        });
    }

    /** The number of offsets that are not merged yet. */
    static long behind(StreamMerge merging, String topicId, Map<Integer, OffsetRange> bounds) {
        return merging.unmerged(topicId, bounds).values().stream().mapToLong(left -> left.until() - left.from()).sum();
    }

    static ConsumerRecord<byte[], byte[]> record(long offset, int contentId) {
        return record(offset, contentId, 0);
    }

    /** An event with as many empty notes, each of which is one byte in the record and fifty in memory. */
    static ConsumerRecord<byte[], byte[]> record(long offset, int contentId, int notes) {
        Schema array = CONTRACT.schema().getField("notes").schema();
        GenericRecord note = new GenericRecordBuilder(array.getElementType()).build();
        String pk = "pk" + offset;
        var event = new GenericRecordBuilder(CONTRACT.schema()).set("pk", pk).set("event_id", "e" + offset)
                .set("event_time", 1L).set("notes", Collections.nCopies(notes, note)).build();
        byte[] value = RecordCodec.encode(CONTRACT, event);
        value[4] = (byte) contentId;
        return new ConsumerRecord<>(VISITS.topic(), 0, offset, pk.getBytes(StandardCharsets.UTF_8), value);
    }

    static <T> void await(T wanted, Supplier<T> actual) {
        Awaitility.await("the value " + wanted).atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> assertEquals(wanted, actual.get()));
    }
}
