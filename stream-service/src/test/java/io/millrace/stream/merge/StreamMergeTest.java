package io.millrace.stream.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.DeadLetterTopic;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.ContractRegistry;
import io.millrace.contracts.registry.StreamState;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.DecodedMemory;
import io.millrace.landing.RecordLander;
import io.millrace.landing.mapping.ContractTable;
import io.millrace.landing.metrics.LandingMetrics;
import io.millrace.landing.metrics.LostOffsets;
import io.millrace.stream.metrics.StreamMetrics;
import io.millrace.table.EventTable;
import io.millrace.table.TableRefusedException;
import io.millrace.table.WriterOptions;
import io.millrace.table.factory.EventTables;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A merge into a table on disk, with a registry that throws what it is told to. */
class StreamMergeTest {
    private static final String TOPIC_ID = "AAAAAAAAAAAAAAAAAAAAAA";
    private static final String OTHER_ID = "BBBBBBBBBBBBBBBBBBBBBB";
    private static final StreamName VISITS = new StreamName("visits");
    private static final String AVSC = """
            {"type": "record", "name": "Visit", "fields": [
              {"name": "pk", "type": "string"},
              {"name": "event_id", "type": "string"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "notes", "default": [], "type": {"type": "array", "items":
                {"type": "record", "name": "Note", "fields": [{"name": "a", "type": ["null", "string"], "default": null}]}}}
            ]}""";
    private static final Contract CONTRACT = ContractParser.parse(VISITS, 1, 1, AVSC);

    @TempDir
    private Path folder;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ThrowingRegistry registry = new ThrowingRegistry();
    private final RecordingConsumer consumer = new RecordingConsumer();
    private final MockProducer<byte[], byte[]> letters = new MockProducer<>(true, null, new ByteArraySerializer(),
            new ByteArraySerializer());
    private DecodedMemory memory = new DecodedMemory(1 << 20);
    private @Nullable StreamMerge merge;

    /** Throws when it is asked for versions. */
    private static final class ThrowingRegistry implements ContractRegistry {
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
        public RegisteredSchema register(StreamName stream, String avsc) {
            throw new UnsupportedOperationException();
        }
    }

    /** Keeps where it was told to read again. */
    private static final class RecordingConsumer implements StreamMerge.Consumer {
        volatile long rewoundTo = -1;
        final AtomicInteger rewinds = new AtomicInteger();
        /** The first offset that holds a record; none when it is not told. */
        volatile @Nullable OptionalLong firstRecord;
        volatile long beginning;

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
            OptionalLong told = firstRecord;
            return told == null ? OptionalLong.of(offset) : told;
        }

        @Override
        public Map<Integer, Long> beginnings(StreamName stream, Set<Integer> partitions) {
            return Map.of(0, beginning);
        }
    }

    @AfterEach
    void close() {
        if (merge != null) {
            merge.close();
        }
    }

    @Test
    void anErrorIsAStateAndTheRecordsLandWhenItIsGone() throws Exception {
        // given a registry that is asked, as the first record names a contract that is not known, and has no memory
        StreamMerge merging = start();
        registry.thrown = new OutOfMemoryError("injected");
        // when
        offer(merging, record(0, 7), record(1, 1));
        // then
        await("retrying", () -> merging.state().label());
        assertTrue(merging.state().describe().contains("java.lang.OutOfMemoryError: injected"),
                merging.state()::describe);
        assertEquals(1, meters.get("millrace.stream.state").tag("state", "retrying").gauge().value());
        await(true, () -> meters.find("millrace.merge.failures").counter() != null);
        // and when the cause is gone
        registry.thrown = null;
        // then
        await("running", () -> merging.state().label());
        assertEquals(0, merging.behind(TOPIC_ID, Map.of(0, new OffsetRange(0, 2))));
    }

    @Test
    void aRefusedTablePausesTheStreamUntilItIsMended() throws Exception {
        // given
        StreamMerge merging = start();
        registry.thrown = new TableRefusedException("here", "somebody must act.");
        // when
        offer(merging, record(0, 7));
        // then
        await("paused", () -> merging.state().label());
        assertEquals(1, meters.get("millrace.stream.state").tag("state", "paused").gauge().value());
        registry.thrown = null;
        await("running", () -> merging.state().label());
    }

    @Test
    void recordsThatCouldNotBeTakenInAreReadAgain() throws Exception {
        // given
        StreamMerge merging = start();
        // when
        merging.offerFailed(0, new OutOfMemoryError("injected"));
        offer(merging, record(3, 1));
        // then
        await(0L, () -> consumer.rewoundTo);
        AtomicInteger delivered = new AtomicInteger();
        await(0L, () -> {
            // Kafka gives the records after each rewind.
            int rewinds = consumer.rewinds.get();
            if (delivered.getAndSet(rewinds) != rewinds) {
                offer(merging, record(0, 1), record(1, 1));
            }
            return merging.behind(TOPIC_ID, Map.of(0, new OffsetRange(0, 2)));
        });
        await("running", () -> merging.state().label());
    }

    @Test
    void heavyEventsLandInPartsAndOneThatIsTooHeavyByItselfIsADeadLetter() throws Exception {
        // given memory for two of the events, and one event that is heavier than all of it
        memory = new DecodedMemory(100_000);
        StreamMerge merging = start();
        // when
        offer(merging, record(0, 1, 800), record(1, 1, 800), record(2, 1, 10_000), record(3, 1, 800), record(4, 1, 800),
                record(5, 1));
        // then
        await(0L, () -> merging.behind(TOPIC_ID, Map.of(0, new OffsetRange(0, 6))));
        assertEquals("running", merging.state().label());
        await(5.0, () -> meters.get("millrace.merge.rows").tag("outcome", "inserted").counter().count());
        assertTrue(meters.get("millrace.merge.commits").counter().count() >= 2, "all in one part");
        assertEquals(List.of("too-large"), letters.history().stream()
                .map(letter -> EventHeaders.text(letter.headers(), DeadLetter.ERROR_CODE).orElse("")).toList());
    }

    @Test
    void recordsOfATopicThatIsGoneMoveNoWatermarkOfTheOneThatHasItsName() throws Exception {
        // given records of a topic that wait, while it is deleted and made again
        StreamMerge merging = start();
        registry.thrown = new IllegalStateException("injected");
        offer(merging, record(0, 7), record(1, 1), record(2, 1));
        await("retrying", () -> merging.state().label());
        assertEquals(0, merging.assign(OTHER_ID, 0, new OffsetRange(0, 10)));
        assertTrue(merging.isOf(OTHER_ID));
        assertFalse(merging.isOf(TOPIC_ID));
        // when
        registry.thrown = null;
        await("running", () -> merging.state().label());
        // then they are in the table, and everything of the new topic is still to come
        assertEquals(0, merging.behind(TOPIC_ID, Map.of(0, new OffsetRange(0, 3))));
        assertEquals(5, merging.behind(OTHER_ID, Map.of(0, new OffsetRange(0, 5))));
        offer(merging, record(0, 1), record(1, 1), record(2, 1), record(3, 1), record(4, 1));
        await(0L, () -> merging.behind(OTHER_ID, Map.of(0, new OffsetRange(0, 5))));
        await(5.0, () -> meters.get("millrace.merge.rows").tag("outcome", "inserted").counter().count());
        assertEquals(1, meters.get("millrace.topic.replacements").counter().count());
    }

    @Test
    void aPartitionThatEndsBelowItsWatermarkIsNotRead() throws Exception {
        StreamMerge merging = start();
        offer(merging, record(0, 1), record(1, 1), record(2, 1));
        await(0L, () -> merging.behind(TOPIC_ID, Map.of(0, new OffsetRange(0, 3))));

        assertThrows(StreamPausedException.class, () -> merging.assign(TOPIC_ID, 0, new OffsetRange(0, 2)));

        merging.behind(TOPIC_ID, Map.of(0, new OffsetRange(0, 2)));
        assertEquals("paused", merging.state().label());
    }

    @Test
    void onlyOffsetsBelowTheBeginningOfAPartitionAreLost() throws Exception {
        StreamMerge merging = start();
        // three that were deleted, then two markers of transactions, then one between records
        consumer.firstRecord = OptionalLong.of(5);
        consumer.beginning = 3;
        assertEquals(0, meters.get("millrace.offsets.lost").counter().count());
        offer(merging, record(5, 1), record(7, 1));
        await(0L, () -> merging.behind(TOPIC_ID, Map.of(0, new OffsetRange(3, 8))));
        await(3.0, () -> meters.get("millrace.offsets.lost").counter().count());

        // and what retention deletes while it is on its way, between two records
        consumer.beginning = 20;
        offer(merging, record(8, 1), record(20, 1));
        await(14.0, () -> meters.get("millrace.offsets.lost").counter().count());
    }

    private StreamMerge start() {
        ContractCatalog catalog = new ContractCatalog(registry);
        var unused = catalog.refresh();
        EventTable table = EventTables.open(folder.resolve("visits"), ContractTable.shape(CONTRACT),
                new WriterOptions("stream", CONTRACT.dedupHorizon(), 1 << 20));
        LandingMetrics landing = new LandingMetrics(meters);
        RecordLander lander = new RecordLander(VISITS, catalog, new DeadLetterTopic(letters), table, "stream", memory);
        StreamMerge started = new StreamMerge(VISITS, table, lander,
                new RecordBuffer(10, 1 << 20, Duration.ofMillis(1)),
                new StreamMetrics(meters, landing, Clock.systemUTC()), new LostOffsets(landing), consumer,
                Clock.systemUTC());
        merge = started;
        started.assign(TOPIC_ID, 0, new OffsetRange(0, 1_000));
        return started;
    }

    @SafeVarargs
    private static void offer(StreamMerge merging, ConsumerRecord<byte[], byte[]>... records) {
        merging.offer(List.of(records)).subscribe().with(room -> {
            // The test offers no more than there is room for.
        });
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, int contentId) {
        return record(offset, contentId, 0);
    }

    /** An event with as many empty notes, each of which is one byte in the record and fifty in memory. */
    private static ConsumerRecord<byte[], byte[]> record(long offset, int contentId, int notes) {
        Schema array = CONTRACT.schema().getField("notes").schema();
        GenericRecord note = new GenericRecordBuilder(array.getElementType()).build();
        String pk = "pk" + offset;
        var event = new GenericRecordBuilder(CONTRACT.schema()).set("pk", pk).set("event_id", "e" + offset)
                .set("event_time", 1L).set("notes", Collections.nCopies(notes, note)).build();
        byte[] value = RecordCodec.encode(CONTRACT, event);
        value[4] = (byte) contentId;
        return new ConsumerRecord<>(VISITS.topic(), 0, offset, pk.getBytes(StandardCharsets.UTF_8), value);
    }

    private static <T> void await(T wanted, Supplier<T> actual) throws InterruptedException {
        T last = actual.get();
        for (long end = System.nanoTime() + Duration.ofSeconds(20).toNanos(); System.nanoTime() < end
                && !wanted.equals(last); last = actual.get()) {
            Thread.sleep(10);
        }
        assertEquals(wanted, last);
    }
}
