package io.millrace.batch.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.batch.RunsByHand;
import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.metrics.BatchMetrics;
import io.millrace.batch.read.OffsetRangeReader;
import io.millrace.batch.schedule.BatchRun;
import io.millrace.contracts.record.DeadLetterTopic;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.schema.Contract;
import io.millrace.landing.DecodedMemory;
import io.millrace.landing.RecordLander;
import io.millrace.landing.Remerge;
import io.millrace.landing.StreamTables;
import io.millrace.landing.UnlandedRecords;
import io.millrace.landing.audit.RecordedFinding;
import io.millrace.landing.mapping.ContractTable;
import io.millrace.landing.testing.VisitStream;
import io.millrace.table.EventTable;
import io.millrace.table.SourcePartition;
import io.millrace.table.WriterOptions;
import io.millrace.table.factory.EventTables;
import io.millrace.table.mergerule.OffsetRange;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(KeyRotaTest.AuditsEachRun.class)
class KeyRotaTest {
    private static final Duration HORIZON = Duration.ofDays(30);
    private static final OffsetRangeReader.ChunkSize CHUNK = new OffsetRangeReader.ChunkSize(1_000, 1 << 20);

    @Inject
    Admin admin;

    @Inject
    BatchServiceConfig config;

    @Inject
    BatchRun run;

    @Inject
    OffsetRangeReader reader;

    @Inject
    ContractCatalog catalog;

    @Inject
    DeadLetterTopic letters;

    @Inject
    MeterRegistry meters;

    @Inject
    BatchMetrics metrics;

    private VisitStream visits;
    private Contract contract;

    /** A share is due at each run. */
    public static class AuditsEachRun implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> overrides = new HashMap<>(new RunsByHand().getConfigOverrides());
            overrides.put("millrace.batch.audit.cover-within", "0.001s");
            return overrides;
        }
    }

    @BeforeEach
    void provision() {
        visits = new VisitStream(config, admin, 1);
        contract = visits.provision();
        var unused = catalog.refresh();
    }

    @Test
    void aFindingStaysOpenInEveryRunUntilItIsRepairedOrExplained() {
        // given a table that lacks two records, and has a row that nobody sent
        send(0, 5);
        land(record -> record.offset() == 2
                ? Optional.empty()
                : Optional.of(record.offset() == 3 ? withKey(record, "stranger") : record), HORIZON);
        // then the run names them with their coordinates
        assertFalse(succeeds());
        assertTrue(failure().contains("gap at offset 2 of partition 0"), this::failure);
        assertTrue(failure().contains("gap at offset 3 of partition 0"), this::failure);
        assertTrue(failure().contains("ghost at offset 3 of partition 0"), this::failure);
        assertEquals(List.of(2.0, 1.0, 0.0), List.of(findings("gap"), findings("ghost"), findings("doubled")));
        // and a later one too, while the audit goes on
        send(5, 2);
        assertFalse(succeeds());
        assertEquals(7, audited());
        assertEquals(2.0, findings("gap"));
        // when the records are merged again, the gaps are closed
        rebuild();
        assertFalse(succeeds());
        assertEquals(List.of(0.0, 1.0), List.of(findings("gap"), findings("ghost")));
        assertFalse(failure().contains("gap"), this::failure);
        // and when an operator explains the rest, runs succeed again
        with(table -> table.mark(RecordedFinding.explained(RecordedFinding.open(table.status().marks()), List.of(),
                Instant.now(), "planted")));
        assertTrue(succeeds(), this::failure);
        assertEquals(0.0, findings("ghost"));
    }

    @Test
    void rowsOfLaterSharesAreComparedWithTheRowsOfEarlierOnes() {
        // given records that were merged and audited
        send(0, 5);
        assertTrue(succeeds(), this::failure);
        assertEquals(5, audited());
        // when a writer that forgets the keys of before merges two of them again
        send(3, 2);
        land(Optional::of, Duration.ofMillis(1));
        // then both are doubled
        assertFalse(succeeds());
        assertEquals(2.0, findings("doubled"), this::failure);
    }

    @Test
    void rowsInNewFilesOfAnIdleStreamAreComparedWithTheirRecords() {
        // given records that were merged and audited
        send(0, 5);
        assertTrue(succeeds(), this::failure);
        // when another program adds rows: of another event's offset, and far above the watermark
        insert(Map.of(2L, "stranger", 1_000L, "far"));
        // then a run without a new record names them
        assertFalse(succeeds());
        assertTrue(failure().contains("ghost at offset 2 of partition 0"), this::failure);
        assertTrue(failure().contains("ghost at offset 1000 of partition 0"), this::failure);
        assertEquals(2.0, findings("ghost"));
    }

    @Test
    void rowsBelowTheBeginningOfTheTopicAreComparedWithTheBronzeTable() throws Exception {
        // given records that were merged, are in the bronze table, and were deleted from Kafka
        send(0, 5);
        assertTrue(succeeds(), this::failure);
        admin.deleteRecords(Map.of(new TopicPartition(visits.name().topic(), 0), RecordsToDelete.beforeOffset(5))).all()
                .get();
        // when another program adds a row at one of their offsets
        insert(Map.of(2L, "stranger"));
        // then it is a ghost
        assertFalse(succeeds());
        assertTrue(failure().contains("ghost at offset 2 of partition 0"), this::failure);
    }

    /** Adds rows, by offset, as another program does. */
    private void insert(Map<Long, String> pks) {
        with(table -> {
            Remerge rows = new Remerge(catalog.find(visits.name()).orElseThrow(), table, "test", 1 << 20, 1_000);
            pks.forEach((offset, pk) -> rows.add(withKey(record(offset), pk)));
            rows.merge();
        });
    }

    private ConsumerRecord<byte[], byte[]> record(long offset) {
        return new ConsumerRecord<>(visits.name().topic(), 0, offset, System.currentTimeMillis(),
                TimestampType.CREATE_TIME, 0, 0, new byte[0], new byte[0], new RecordHeaders(), Optional.empty());
    }

    @Test
    void recordsOfASecondShareAreFoundAmongRowsOfTheFirst() {
        send(0, 5);
        assertTrue(succeeds(), this::failure);
        // when they are delivered again, with a record that is no event
        send(0, 5);
        try (var producer = visits.producer()) {
            var unused = producer.send(new ProducerRecord<>(visits.name().topic(), VisitStream.bytes("pk1"),
                    VisitStream.bytes("no avro")));
        }
        // then nothing is missing
        assertTrue(succeeds(), this::failure);
        assertEquals(11, audited());
    }

    @Test
    void aShareThatTheBudgetDoesNotAllowIsPostponed() {
        // given a merged stream whose audits have spent more than they may
        send(0, 5);
        land(Optional::of, HORIZON);
        FakeCpuClock cpu = new FakeCpuClock();
        AuditBudget budget = new AuditBudget(5, Duration.ofNanos(1), Duration.ofDays(1), Clock.systemUTC());
        budget.audited(visits.name(), 2_000_000);
        KeyRota rota = new KeyRota(reader, catalog, metrics, config, budget, cpu, Clock.systemUTC());
        // then none of it is audited, and the metrics say so
        with(table -> assertEquals(Optional.empty(), audit(rota, table)));
        assertEquals(0, audited());
        assertEquals(1.0,
                meters.get("millrace.audit.postponed").tag("stream", visits.name().value()).counter().count());
        assertEquals(5.0,
                meters.get("millrace.audit.outstanding").tag("stream", visits.name().value()).gauge().value());
        // until merges have earned it
        budget.merged(visits.name(), 5, 50_000_000);
        with(table -> assertEquals(Optional.empty(), audit(rota, table)));
        assertEquals(5, audited());
        assertEquals(0.04, meters.get("millrace.audit.cpu.share").tag("stream", visits.name().value()).gauge().value(),
                1e-6);
    }

    private Optional<String> audit(KeyRota rota, EventTable table) {
        return rota.run(visits.name(), table,
                () -> EventTables.read(new StreamTables(config, "test").location(visits.name())), 0);
    }

    private interface Delivery {
        Optional<ConsumerRecord<byte[], byte[]>> of(ConsumerRecord<byte[], byte[]> record);
    }

    /** Merges all records above the watermark as a writer with a defect does. */
    private void land(Delivery delivery, Duration horizon) {
        OffsetRangeReader.Topic topic = reader.topic(visits.name().topic());
        List<ConsumerRecord<byte[], byte[]>> landed = new ArrayList<>();
        try (EventTable table = EventTables.open(new StreamTables(config, "test").location(visits.name()),
                ContractTable.shape(contract), new WriterOptions("test", horizon, 1 << 20));
                RecordLander lander = new RecordLander(visits.name(), catalog, letters, table, "test",
                        new DecodedMemory(1 << 24))) {
            long from = table.watermark(new SourcePartition(topic.id(), 0)).orElse(0);
            Map<Integer, OffsetRange> window = Map.of(0,
                    new OffsetRange(from, Objects.requireNonNull(topic.bounds().get(0)).until()));
            reader.read(topic, window, CHUNK,
                    (records, ranges) -> records.forEach(record -> delivery.of(record).ifPresent(landed::add)));
            lander.add(topic.id(), new UnlandedRecords(landed, window));
            lander.land(any -> Map.of(0, 0L));
        }
    }

    private ConsumerRecord<byte[], byte[]> withKey(ConsumerRecord<byte[], byte[]> record, String pk) {
        byte[] value = visits.event(contract, pk, "e").value();
        return new ConsumerRecord<>(record.topic(), record.partition(), record.offset(), record.timestamp(),
                TimestampType.CREATE_TIME, pk.length(), value.length, VisitStream.bytes(pk), value,
                new RecordHeaders(), Optional.empty());
    }

    private void rebuild() {
        with(table -> {
            Remerge again = new Remerge(catalog.find(visits.name()).orElseThrow(), table, "test", 1 << 20, 1_000);
            OffsetRangeReader.Topic topic = reader.topic(visits.name().topic());
            reader.read(topic, topic.bounds(), CHUNK,
                    (records, ranges) -> records.forEach(again::add));
            again.merge();
        });
    }

    private void with(Consumer<EventTable> work) {
        try (EventTable table = new StreamTables(config, "test").open(contract)) {
            work.accept(table);
        }
    }

    private void send(int from, int count) {
        try (var producer = visits.producer()) {
            visits.send(producer, contract, from, count);
        }
    }

    /** Does a run; streams of other tests may have findings. */
    private boolean succeeds() {
        var unused = run.run();
        return !run.failures().containsKey(visits.name().value());
    }

    private String failure() {
        return String.valueOf(run.failures().get(visits.name().value()));
    }

    private double findings(String kind) {
        return meters.get("millrace.audit.findings").tag("stream", visits.name().value()).tag("kind", kind).gauge()
                .value();
    }

    private long audited() {
        return visits.status().marks().entrySet().stream().filter(mark -> mark.getKey().startsWith(KeyRota.MARK))
                .mapToLong(Map.Entry::getValue).sum();
    }
}
