package io.millrace.landing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.DeadLetterTopic;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.testing.FakeRegistry;
import io.millrace.landing.mapping.ContractTable;
import io.millrace.table.Books;
import io.millrace.table.DeletedOffsets;
import io.millrace.table.EventTable;
import io.millrace.table.MergeOutcome;
import io.millrace.table.OtherOffsets;
import io.millrace.table.SourcePartition;
import io.millrace.table.WriterOptions;
import io.millrace.table.factory.EventTables;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lands records in a table in a folder; dead letters go to a producer that fails on request. */
class RecordLanderTest {
    private static final StreamName VISITS = new StreamName("visits");
    private static final String TOPIC = "AAAAAAAAAAAAAAAAAAAAAA";
    private static final String OTHER_TOPIC = "BBBBBBBBBBBBBBBBBBBBBB";
    private static final String FIRST = """
            {"type": "record", "name": "Visit", "fields": [
              {"name": "pk", "type": "string"},
              {"name": "event_id", "type": "string"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}}%s
            ]}""";
    private static final String SECOND = FIRST
            .formatted(", {\"name\": \"note\", \"type\": \"string\", \"default\": \"\"}");
    private static final Contract CONTRACT = ContractParser.parse(VISITS, 1, 101, FIRST.formatted(""));

    private static final Function<Set<Integer>, Map<Integer, Long>> BEGINNINGS = partitions -> Map.of(0, 2L);

    @TempDir
    private Path folder;

    private final FakeRegistry registry = new FakeRegistry();
    private final ContractCatalog catalog = new ContractCatalog(registry);
    private final Letters letters = new Letters();
    private final DecodedMemory memory = new DecodedMemory(1 << 20);
    private EventTable table;
    private RecordLander lander;

    /** A producer that throws on request. */
    private static final class Letters extends MockProducer<byte[], byte[]> {
        private @Nullable Error thrown;

        Letters() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> letter) {
            if (thrown != null) {
                throw thrown;
            }
            return super.send(letter);
        }
    }

    @BeforeEach
    void open() {
        registry.register(VISITS, FIRST.formatted(""));
        var unused = catalog.refresh();
        table = EventTables.open(folder.resolve("visits"), ContractTable.shape(CONTRACT),
                new WriterOptions("stream", CONTRACT.dedupHorizon(), 1 << 20));
        lander = new RecordLander(VISITS, catalog, new DeadLetterTopic(letters), table, "stream", memory);
    }

    @AfterEach
    void close() {
        lander.close();
        table.close();
    }

    @Test
    void recordsThatAreAddedInPartsLandInOneCommit() {
        assertTrue(lander.isEmpty());
        assertTrue(lander.add(TOPIC, records(0, 3)).isEmpty());
        assertTrue(lander.add(TOPIC, records(3, 5)).isEmpty());

        assertEquals(5, lander.records());
        assertEquals(Map.of(0, new OffsetRange(0, 5)), lander.ranges());
        assertEquals(5, inserted(lander.land(BEGINNINGS)));
        assertTrue(lander.isEmpty());
        assertEquals(0, lander.records());
    }

    @Test
    void recordsThatAreAddedAgainAreLeftOut() {
        lander.add(TOPIC, records(0, 3));
        assertTrue(lander.add(TOPIC, records(1, 5)).isEmpty());

        assertEquals(5, lander.records());
        MergeOutcome.Merged merged = assertInstanceOf(MergeOutcome.Merged.class, lander.land(BEGINNINGS).outcome());
        assertEquals(5, merged.inserted());
        assertEquals(0, merged.duplicates());
    }

    @Test
    void whatDoesNotContinueTheMicroBatchIsLeftForTheNext() {
        lander.add(TOPIC, records(0, 3));

        UnlandedRecords afterAGap = records(4, 6);
        UnlandedRecords next = records(3, 6);

        assertEquals(afterAGap, lander.add(TOPIC, afterAGap));
        assertEquals(next, lander.add(OTHER_TOPIC, next));
        assertEquals(3, inserted(lander.land(BEGINNINGS)));
        assertTrue(lander.add(OTHER_TOPIC, next).isEmpty());
        assertEquals(OTHER_TOPIC, lander.topicId());
    }

    @Test
    void aNewVersionOfTheContractBeginsAnotherMicroBatch() {
        lander.add(TOPIC, records(0, 3));
        registry.register(VISITS, SECOND);
        var unused = catalog.refresh();

        UnlandedRecords next = records(3, 4);

        assertEquals(next, lander.add(TOPIC, next));
        assertEquals(3, inserted(lander.land(BEGINNINGS)));
        assertTrue(lander.add(TOPIC, next).isEmpty());
        assertEquals(1, inserted(lander.land(BEGINNINGS)));
    }

    @Test
    void aFurtherMergeOfTheStreamLogsItsLettersWithinTheSameLimit() {
        boolean limited = false;
        for (int attempt = 0; attempt < 5 && !limited; attempt++) { // A second may pass before the question.
            DeadLetterTopic topic = new DeadLetterTopic(letters);
            try (RecordLander other = new RecordLander(VISITS, catalog, topic, table, "stream", memory)) {
                other.add(TOPIC, poison(attempt));
                other.land(BEGINNINGS);
            }
            limited = topic.logLine(VISITS, DeadLetter.Reason.UNDECODABLE, 1).isEmpty();
            assertEquals(OptionalLong.of(0), topic.logLine(new StreamName("other"), DeadLetter.Reason.UNDECODABLE, 1));
        }
        assertTrue(limited, "the line of the first merge does not count");
    }

    @Test
    void aMicroBatchIsKeptWhenItsLettersAreNotWritten() {
        lander.add(TOPIC, poison(0));
        lander.add(TOPIC, records(1, 3));
        letters.sendException = new IllegalStateException("injected");

        assertThrows(DeadLetterTopic.DeadLetterFailedException.class, () -> lander.land(BEGINNINGS));
        assertEquals(3, lander.records());
        assertTrue(table.watermark(new SourcePartition(TOPIC, 0)).isEmpty());

        letters.sendException = null;
        LandingResult result = lander.land(BEGINNINGS);
        assertEquals(2, inserted(result));
        assertEquals(1, result.deadLetters().size());
        assertEquals(1, letters.history().size());
    }

    @Test
    void aMicroBatchThatIsDiscardedCanBeReadAgain() {
        lander.add(TOPIC, poison(0));
        lander.add(TOPIC, records(1, 3));
        letters.thrown = new OutOfMemoryError("injected");
        assertThrows(OutOfMemoryError.class, () -> lander.land(BEGINNINGS));

        lander.discard();
        assertTrue(lander.isEmpty());
        letters.thrown = null;
        lander.add(TOPIC, poison(0));
        lander.add(TOPIC, records(1, 3));
        assertEquals(2, inserted(lander.land(BEGINNINGS)));
    }

    @Test
    void deadLettersCountAsMemoryOfTheMicroBatch() {
        try (RecordLander little = new RecordLander(VISITS, catalog, new DeadLetterTopic(letters), table, "stream",
                new DecodedMemory(2_000))) {
            UnlandedRecords left = little.add(TOPIC, poisonOf(1_000, 0, 5));

            assertFalse(left.isEmpty());
            assertTrue(little.records() >= 1 && little.records() < 5, "held " + little.records());
            little.land(BEGINNINGS);
            for (; !left.isEmpty(); little.land(BEGINNINGS)) {
                left = little.add(TOPIC, left);
            }
            assertEquals(5, letters.history().size());
        }
    }

    @Test
    @Timeout(20)
    void theMemoryOfAMicroBatchIsFreeAfterItsEnd() throws Exception {
        lander.add(TOPIC, records(0, 2));
        lander.land(BEGINNINGS);
        takeAllMemory();
        lander.add(TOPIC, records(2, 4));
        lander.discard();
        takeAllMemory();
        lander.add(TOPIC, records(2, 4));
        lander.close();
        takeAllMemory();
    }

    /** Waits without end while a lease is open. */
    private void takeAllMemory() throws InterruptedException {
        try (DecodedMemory.Lease all = memory.lease()) {
            while (!all.isAll()) {
                all.await();
            }
        }
    }

    @Test
    void everyOffsetOfACommitIsInTheBooks() {
        // offsets 0 to 4: two that Kafka deleted, one event, one without a record, one dead letter
        lander.add(TOPIC, new UnlandedRecords(List.of(VisitRecords.record(CONTRACT, 2),
                new ConsumerRecord<>(VISITS.topic(), 0, 4, new byte[0], new byte[1])),
                Map.of(0, new OffsetRange(0, 5))));
        lander.land(BEGINNINGS);
        // the same event again, and two offsets without a record at the end
        lander.add(TOPIC, new UnlandedRecords(
                List.of(new ConsumerRecord<>(VISITS.topic(), 0, 5, VisitRecords.record(CONTRACT, 2).key(),
                        VisitRecords.record(CONTRACT, 2).value())),
                Map.of(0, new OffsetRange(5, 8))));
        lander.land(BEGINNINGS);

        Books balanced = new Books(0, 8, 1, 0, 1, new OtherOffsets.Counts(1, 3, 2));
        assertEquals(0, balanced.difference());
        assertEquals(Map.of(TOPIC, balanced), table.books());
        // and the deleted ones are named
        assertEquals(List.of(new DeletedOffsets(new SourcePartition(TOPIC, 0), new OffsetRange(0, 2))),
                DeletedOffsets.open(table.status().marks()));
    }

    /** Otherwise a redrive of old events would count against the freshness of the stream. */
    @Test
    void anEventArrivesWhenItWasAcceptedOrWhenKafkaGotItIfThatWasLater() {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            ConsumerRecord<byte[], byte[]> visit = VisitRecords.record(CONTRACT, i);
            ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(VISITS.topic(), 0, i, 5_000L + i,
                    TimestampType.CREATE_TIME, -1, -1, visit.key(), visit.value(), new RecordHeaders(),
                    Optional.empty());
            EventHeaders.add(record.headers(), EventHeaders.INGESTED_AT, i % 2 == 0 ? "1000000" : "9000000");
            records.add(record);
        }
        lander.add(TOPIC, new UnlandedRecords(records, Map.of(0, new OffsetRange(0, 40))));

        assertArrayEquals(
                IntStream.range(0, 40).mapToLong(i -> i % 2 == 0 ? (5_000L + i) * 1_000 : 9_000_000).toArray(),
                lander.land(BEGINNINGS).arrivedAtMicros());
    }

    private static int inserted(LandingResult result) {
        return assertInstanceOf(MergeOutcome.Merged.class, result.outcome()).inserted();
    }

    private static UnlandedRecords records(int from, int until) {
        return new UnlandedRecords(IntStream.range(from, until).mapToObj(o -> VisitRecords.record(CONTRACT, o))
                .toList(), Map.of(0, new OffsetRange(from, until)));
    }

    private static UnlandedRecords poison(int offset) {
        return poisonOf(1, offset, offset + 1);
    }

    private static UnlandedRecords poisonOf(int bytes, int from, int until) {
        return new UnlandedRecords(IntStream.range(from, until)
                .mapToObj(offset -> new ConsumerRecord<>(VISITS.topic(), 0, offset, new byte[0], new byte[bytes]))
                .toList(), Map.of(0, new OffsetRange(from, until)));
    }
}
