package io.millrace.landing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;

import io.millrace.contracts.record.DeadLetterTopic;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.testing.FakeRegistry;
import io.millrace.landing.bronze.BronzeRecord;
import io.millrace.landing.bronze.BronzeTable;
import io.millrace.landing.mapping.ContractTable;
import io.millrace.table.EventTable;
import io.millrace.table.MaintenanceOptions;
import io.millrace.table.SourcePartition;
import io.millrace.table.TableMaintenance;
import io.millrace.table.TableReader;
import io.millrace.table.WriterOptions;
import io.millrace.table.factory.EventTables;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table that is merged again from the bronze table is the table that it was. */
class RemergeTest {
    private static final StreamName VISITS = new StreamName("visits");
    private static final String TOPIC = "AAAAAAAAAAAAAAAAAAAAAA";
    private static final String AVSC = """
            {"type": "record", "name": "Visit", "fields": [
              {"name": "pk", "type": "string"},
              {"name": "event_id", "type": "string"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "revision", "type": "long", "default": 0}%s
            ]}""";
    private static final String LATER = AVSC
            .formatted(", {\"name\": \"note\", \"type\": \"string\", \"default\": \"\"}");
    private static final Contract FIRST = ContractParser.parse(VISITS, 1, 101, AVSC.formatted(""));
    private static final Contract SECOND = ContractParser.parse(VISITS, 2, 102, LATER);
    private static final int RECORDS = 600;
    private static final int PART = 50;

    @TempDir
    private Path folder;

    private final FakeRegistry registry = new FakeRegistry();
    private final ContractCatalog catalog = new ContractCatalog(registry);
    private final MockProducer<byte[], byte[]> letters = new MockProducer<>(true, null, new ByteArraySerializer(),
            new ByteArraySerializer());
    private EventTable bronze;

    @BeforeEach
    void open() {
        registry.register(VISITS, AVSC.formatted(""));
        var unused = catalog.refresh();
        bronze = EventTables.open(folder.resolve("visits_bronze"), BronzeTable.SHAPE,
                new WriterOptions("batch", Duration.ofDays(1), 0));
    }

    @AfterEach
    void close() {
        bronze.close();
    }

    private EventTable table(String name) {
        return EventTables.open(folder.resolve(name), ContractTable.shape(FIRST),
                new WriterOptions("batch", FIRST.dedupHorizon(), 1 << 24));
    }

    private Remerge remerge(EventTable table, long mostBytes) {
        return new Remerge(catalog.find(VISITS).orElseThrow(), table, "rebuild", mostBytes, PART);
    }

    private static ConsumerRecord<byte[], byte[]> record(Contract contract, long offset, String pk, long revision,
            long time) {
        var event = new GenericRecordBuilder(contract.schema()).set("pk", pk).set("event_id", "e")
                .set("event_time", time).set("revision", revision).build();
        return new ConsumerRecord<>(VISITS.topic(), 0, offset, pk.getBytes(StandardCharsets.UTF_8),
                RecordCodec.encode(contract, event));
    }

    /** Redeliveries with other contents, revisions in any order, and records that are no events. */
    private static List<ConsumerRecord<byte[], byte[]>> records() {
        Random random = new Random(11);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int offset = 0; offset < RECORDS; offset++) {
            records.add(offset % 37 == 5
                    ? new ConsumerRecord<>(VISITS.topic(), 0, offset, null, new byte[]{1, 2, 3})
                    : record(FIRST, offset, "pk" + random.nextInt(RECORDS / 4), random.nextInt(3), offset));
        }
        return records;
    }

    /** Lands all records in the table and in the bronze table, in parts. */
    private void land(EventTable table, List<ConsumerRecord<byte[], byte[]>> records) {
        BronzeAppender appender = new BronzeAppender(bronze, Clock.systemUTC(), 1 << 20);
        try (RecordLander lander = new RecordLander(VISITS, catalog, new DeadLetterTopic(letters), table, "batch",
                new DecodedMemory(1 << 20))) {
            for (int from = 0; from < records.size(); from += PART) {
                int until = Math.min(records.size(), from + PART);
                UnlandedRecords part = new UnlandedRecords(records.subList(from, until),
                        Map.of(0, new OffsetRange(records.get(from).offset(), records.get(until - 1).offset() + 1)));
                assertTrue(lander.add(TOPIC, part).isEmpty());
                lander.land(partitions -> Map.of());
                assertTrue(appender.add(TOPIC, part).isEmpty());
                appender.write(partitions -> Map.of());
            }
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> ofBronze() {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (TableReader reader = EventTables.read(folder.resolve("visits_bronze"))) {
            reader.rows(Long.MAX_VALUE, row -> records.add(BronzeRecord.of(row, VISITS.topic())));
        }
        return records;
    }

    /** Every value of every row by its key, except the name of the writer. */
    private Map<Object, String> rows(String name) {
        Map<Object, String> rows = new TreeMap<>();
        try (TableReader reader = EventTables.read(folder.resolve(name))) {
            reader.rows(Long.MAX_VALUE, row -> {
                Map<String, Object> values = new TreeMap<>(row);
                values.remove("_written_by");
                assertEquals(null, rows.put(String.valueOf(row.get("pk")), values.toString()), "a key is there twice");
            });
        }
        return rows;
    }

    @Test
    void aTableThatWasDeletedIsTheSameAgainInWhateverOrderTheBronzeTableIsRead() {
        try (EventTable table = table("visits")) {
            land(table, records());
        }
        MaintenanceOptions options = new MaintenanceOptions("batch", 1 << 20, 2, 1 << 20, Duration.ofDays(7),
                Duration.ofDays(7));
        try (TableMaintenance upkeep = EventTables.maintenance(folder.resolve("visits_bronze"), BronzeTable.SHAPE,
                options)) {
            upkeep.compact();
        }
        long written = letters.history().size();
        assertTrue(written > 10, () -> written + " letters");

        List<ConsumerRecord<byte[], byte[]>> records = ofBronze();
        Collections.shuffle(records, new Random(3));
        try (EventTable again = table("again")) {
            Remerge remerge = remerge(again, 1 << 20);
            records.forEach(remerge::add);
            remerge.merge();

            assertEquals(RECORDS, remerge.counts().records());
            assertEquals(written, remerge.counts().notEvents());
            assertEquals(OptionalLong.empty(), again.watermark(new SourcePartition(TOPIC, 0)));
        }
        assertEquals(rows("visits"), rows("again"));
        assertEquals(written, letters.history().size(), "no letter is written again");
    }

    @Test
    void aTableThatIsCompleteStaysAsItIs() {
        try (EventTable table = table("visits")) {
            land(table, records());
            long version = table.status().version();
            Map<Object, String> before = rows("visits");

            Remerge remerge = remerge(table, 1 << 20);
            ofBronze().forEach(remerge::add);
            remerge.merge();

            assertEquals(0, remerge.counts().inserted() + remerge.counts().replaced());
            assertEquals(version, table.status().version());
            assertEquals(before, rows("visits"));
        }
    }

    @Test
    void recordsThatAreEventsByACorrectedContractBecomeRows() {
        try (EventTable table = table("visits")) {
            land(table, List.of(record(FIRST, 0, "a", 0, 1), record(SECOND, 1, "b", 0, 2)));
            assertEquals(1, letters.history().size(), "the second version is not in the registry");
            registry.register(VISITS, LATER);
            var unused = catalog.refresh();

            Remerge remerge = remerge(table, 1 << 20);
            ofBronze().forEach(remerge::add);
            remerge.merge();

            assertEquals(new Remerge.Counts(2, 1, 0, 1, 0), remerge.counts());
            assertEquals(List.of("a", "b"), List.copyOf(rows("visits").keySet()));
            assertEquals(OptionalLong.of(2), table.watermark(new SourcePartition(TOPIC, 0)));
        }
    }

    @Test
    void memoryIsBounded() {
        try (EventTable table = table("visits")) {
            Remerge remerge = remerge(table, 2_000);
            List<ConsumerRecord<byte[], byte[]>> records = records();
            records.forEach(remerge::add);
            remerge.merge();

            assertTrue(table.status().version() > RECORDS / PART, "more merges than the number of rows needs");
            assertEquals(RECORDS, remerge.counts().records());
        }
    }

    @Test
    void anEventThatNeedsMoreThanAllMemoryIsCountedAsNone() {
        try (EventTable table = table("visits")) {
            Remerge remerge = remerge(table, 10);
            remerge.add(record(FIRST, 0, "a", 0, 1));
            remerge.merge();

            assertEquals(new Remerge.Counts(1, 0, 0, 0, 1), remerge.counts());
        }
    }
}
