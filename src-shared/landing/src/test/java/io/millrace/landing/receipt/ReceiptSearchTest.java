package io.millrace.landing.receipt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.DeadLetterTopic;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.testing.FakeRegistry;
import io.millrace.landing.DecodedMemory;
import io.millrace.landing.LetterCollector;
import io.millrace.landing.RecordLander;
import io.millrace.landing.UnlandedRecords;
import io.millrace.landing.letters.LetterFilter;
import io.millrace.landing.letters.LetterParking;
import io.millrace.landing.letters.LetterParsing;
import io.millrace.landing.letters.LetterState;
import io.millrace.landing.letters.LetterTable;
import io.millrace.landing.mapping.ContractTable;
import io.millrace.table.EventTable;
import io.millrace.table.SourcePartition;
import io.millrace.table.TableReader;
import io.millrace.table.WriterOptions;
import io.millrace.table.factory.EventTables;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptSearchTest {
    private static final StreamName VISITS = new StreamName("visits");
    private static final String TOPIC = "AAAAAAAAAAAAAAAAAAAAAA";
    private static final String LETTER_TOPIC = "BBBBBBBBBBBBBBBBBBBBBB";
    private static final String UUID = "0a1b2c3d-0000-4000-8000-0000000000ff";
    private static final String AVSC = """
            {"type": "record", "name": "Visit", "millrace": {"event_id": "id", "partition-by": ["region"]}, "fields": [
              {"name": "pk", "type": "long"},
              {"name": "id", "type": {"type": "string", "logicalType": "uuid"}},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "region", "type": "string"}
            ]}""";
    private static final Contract CONTRACT = ContractParser.parse(VISITS, 1, 101, AVSC);

    @TempDir
    private Path folder;

    private final ContractCatalog catalog = new ContractCatalog(registry());
    private final MockProducer<byte[], byte[]> letters = new MockProducer<>(true, null, new ByteArraySerializer(),
            new ByteArraySerializer());
    private int lettersRead;

    private static FakeRegistry registry() {
        FakeRegistry registry = new FakeRegistry();
        registry.register(VISITS, AVSC);
        return registry;
    }

    @BeforeEach
    void load() {
        var unused = catalog.refresh();
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, String key, long pk, String id, String region) {
        var event = new GenericRecordBuilder(CONTRACT.schema()).set("pk", pk).set("id", id).set("event_time", 1L)
                .set("region", region).build();
        byte[] value = RecordCodec.encode(CONTRACT, event);
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(VISITS.topic(), 0, offset,
                System.currentTimeMillis(), TimestampType.CREATE_TIME, keyBytes.length, value.length, keyBytes, value,
                new RecordHeaders(), Optional.empty());
        return record;
    }

    @SafeVarargs
    private void land(ConsumerRecord<byte[], byte[]>... records) {
        try (EventTable table = EventTables.open(folder.resolve("visits"), ContractTable.shape(CONTRACT),
                new WriterOptions("batch", Duration.ofDays(30), 1 << 24));
                RecordLander lander = new RecordLander(VISITS, catalog, new DeadLetterTopic(letters), table, "batch",
                        new DecodedMemory(1 << 26))) {
            lander.add(TOPIC, new UnlandedRecords(List.of(records), Map.of(0, new OffsetRange(records[0].offset(),
                    records[records.length - 1].offset() + 1))));
            lander.land(any -> Map.of());
        }
    }

    /** The letters as they come from Kafka. */
    private List<ConsumerRecord<byte[], byte[]>> received() {
        List<ConsumerRecord<byte[], byte[]>> received = new ArrayList<>();
        letters.history().forEach(letter -> received.add(new ConsumerRecord<>(letter.topic(), 0, received.size(), 5L,
                TimestampType.CREATE_TIME, 0, 0, letter.key(), letter.value(), letter.headers(), Optional.empty())));
        return received;
    }

    private Receipt find(String pk, String id, List<ConsumerRecord<byte[], byte[]>> ofTopic) {
        try (TableReader table = EventTables.read(folder.resolve("visits"));
                TableReader letterTable = EventTables.read(folder.resolve("visits_dlq"))) {
            return new ReceiptSearch(VISITS, catalog, table, letterTable, (from, sink) -> {
                long begin = from.applyAsLong(new SourcePartition(LETTER_TOPIC, 0));
                ofTopic.stream().filter(letter -> letter.offset() >= begin).forEach(letter -> {
                    lettersRead++;
                    sink.accept(LETTER_TOPIC, letter);
                });
            }).find(pk, id);
        }
    }

    /** Merges letters into their table, as batch-service does. */
    private void mergeLetters(List<ConsumerRecord<byte[], byte[]>> received) {
        try (EventTable table = EventTables.open(folder.resolve("visits_dlq"), LetterTable.SHAPE,
                new WriterOptions("batch", LetterTable.HORIZON, 1 << 24))) {
            LetterCollector collector = new LetterCollector(VISITS, table, new LetterParsing(5), 1 << 20);
            collector.add(LETTER_TOPIC, new UnlandedRecords(received, Map.of(0, new OffsetRange(0, received.size()))));
            collector.write(any -> Map.of());
        }
    }

    @Test
    void aMergedEventIsInAFileWithItsPartitionValuesAndCoordinates() {
        land(record(7, "1", 1, UUID, "eu"), record(8, "2", 2, UUID, "us"));
        land(record(9, "2", 2, UUID.replace('f', 'e'), "us"));

        Receipt receipt = find("2", UUID.toUpperCase(Locale.ROOT), List.of());

        Receipt.Row row = assertInstanceOf(Receipt.InTable.class, receipt).rows().getFirst();
        assertEquals(1, ((Receipt.InTable) receipt).rows().size());
        assertEquals(2, row.version());
        assertTrue(Files.exists(folder.resolve("visits").resolve(row.file())), row::file);
        assertEquals(Map.of("region", "us"), row.partitionValues());
        assertEquals(List.of(0, 8L, "batch", 101L),
                List.of(row.partition(), row.offset(), row.writtenBy(), row.schemaId()));
        assertEquals(0, lettersRead);
    }

    @Test
    void anEventWhoseKafkaKeyIsNotItsPkIsADeadLetterWithItsCause() {
        land(record(0, "1", 1, UUID, "eu"), record(1, "other", 2, UUID, "eu"));

        Receipt.Letter letter = assertInstanceOf(Receipt.DeadLettered.class, find("2", UUID, received())).letters()
                .getFirst();

        assertEquals("key-mismatch", letter.reason());
        assertEquals("visits/0/1", letter.source());
        assertEquals(5, letter.writtenAt().toEpochMilli());
    }

    @Test
    void aLetterOfTheGatewayIsFoundByItsHeader() {
        land(record(0, "1", 1, UUID, "eu"));
        ConsumerRecord<byte[], byte[]> letter = new ConsumerRecord<>(VISITS.deadLetterTopic(), 0, 3, null,
                new byte[]{'{'});
        EventHeaders.add(letter.headers(), EventHeaders.EVENT_ID, "no uuid");
        EventHeaders.add(letter.headers(), DeadLetter.ERROR_CODE, "invalid");
        EventHeaders.add(letter.headers(), DeadLetter.ERROR_POINTER, "/id");

        Receipt.Letter found = assertInstanceOf(Receipt.DeadLettered.class, find("1", "no uuid", List.of(letter)))
                .letters().getFirst();

        assertEquals("gateway", found.source());
        assertEquals(Optional.of("/id"), found.pointer());
    }

    @Test
    void mergedLettersAreFoundInTheirTableAndOnlyTheOthersAreReadFromTheTopic() {
        // given three letters, of which the table of letters has two
        land(record(0, "other", 1, UUID, "eu"), record(1, "other", 2, UUID, "eu"));
        mergeLetters(received());
        land(record(2, "another", 2, UUID, "eu"));
        // then both kinds are found, once each
        Receipt receipt = find("2", UUID, received());
        assertEquals(List.of("visits/0/1", "visits/0/2"),
                assertInstanceOf(Receipt.DeadLettered.class, receipt).letters().stream().map(Receipt.Letter::source)
                        .toList());
        assertEquals(1, lettersRead);
        // and as they are in the topic
        List<ConsumerRecord<byte[], byte[]>> all = received();
        Receipt.Letter merged = ((Receipt.DeadLettered) receipt).letters().getFirst();
        assertEquals(new Receipt.Letter("key-mismatch", merged.detail(), Optional.empty(), Optional.empty(),
                "visits/0/1", LetterState.OPEN, 0, 0, all.get(1).offset(), Instant.ofEpochMilli(5)), merged);
        // and the topic is not needed for an event that is nowhere
        lettersRead = 0;
        assertInstanceOf(Receipt.NotSeen.class, find("3", UUID, received().subList(0, 2)));
        assertEquals(0, lettersRead);
    }

    @Test
    void anEventIsParkedWhenItsLettersAreAndNoneIsOpen() {
        land(record(0, "other", 1, UUID, "eu"), record(1, "other", 2, UUID, "eu"));
        mergeLetters(received());
        assertFalse(assertInstanceOf(Receipt.DeadLettered.class, find("1", UUID, received())).isParked());
        park();

        Receipt.DeadLettered parked = assertInstanceOf(Receipt.DeadLettered.class, find("1", UUID, received()));
        assertTrue(parked.isParked());
        JsonNode json = ReceiptJson.of(VISITS, parked);
        assertEquals("parked", json.get("state").asText());
        assertEquals("parked", json.get("letters").get(0).get("state").asText());
        assertEquals("key-mismatch", json.get("letters").get(0).get("reason").asText());
        assertEquals(0, json.get("letters").get(0).get("attempts").asInt());

        land(record(2, "another", 1, UUID, "eu"));
        Receipt.DeadLettered again = assertInstanceOf(Receipt.DeadLettered.class, find("1", UUID, received()));
        assertEquals(List.of(LetterState.PARKED, LetterState.OPEN),
                again.letters().stream().map(Receipt.Letter::state).toList());
        assertFalse(again.isParked());
        assertEquals("dead-letter", ReceiptJson.of(VISITS, again).get("state").asText());
    }

    private void park() {
        Path letterTable = folder.resolve("visits_dlq");
        try (TableReader reading = EventTables.read(letterTable);
                EventTable table = EventTables.open(letterTable, LetterTable.SHAPE,
                        new WriterOptions("batch", LetterTable.HORIZON, 1 << 24))) {
            assertEquals(2, LetterParking.park(VISITS, reading, table, LetterFilter.ALL));
        }
    }

    @Test
    void aLetterInTheTableWhoseHeaderHasAnotherEventIdIsNotOfTheEvent() {
        land(record(0, "1", 1, UUID, "eu"));
        ConsumerRecord<byte[], byte[]> letter = new ConsumerRecord<>(VISITS.deadLetterTopic(), 0, 0,
                "2".getBytes(StandardCharsets.UTF_8), new byte[]{'{'});
        EventHeaders.add(letter.headers(), EventHeaders.EVENT_ID, UUID);
        mergeLetters(List.of(letter));

        assertInstanceOf(Receipt.DeadLettered.class, find("2", UUID, List.of()));
        assertInstanceOf(Receipt.NotSeen.class, find("2", UUID.replace('f', 'e'), List.of()));
    }

    @Test
    void anEventThatWasNotSeenHasTheWatermarksUpToWhichWasLooked() {
        land(record(0, "1", 1, UUID, "eu"), record(1, "other", 3, UUID, "eu"));

        assertEquals(new Receipt.NotSeen(1, Map.of("millrace/" + TOPIC + "/0", 2L)), find("2", UUID, received()));
        assertEquals(1, lettersRead);
    }

    @Test
    void withoutATableNothingWasSeen() {
        assertEquals(new Receipt.NotSeen(-1, Map.of()), find("2", UUID, List.of()));
    }
}
