package io.millrace.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.schedule.BatchRun;
import io.millrace.batch.signals.TableSignals;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.StreamTables;
import io.millrace.landing.testing.VisitStream;
import io.millrace.table.DeletedOffsets;
import io.millrace.table.EventTable;
import io.millrace.table.mergerule.OffsetRange;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The state of the tables as metrics, and what a run in mode {@code once} leaves for them. */
@QuarkusTest
@TestProfile(RunsByHand.class)
class SignalsTest {
    private static final List<String> STEPS = List.of("merge", "letters", "audit", "books");

    @Inject
    Admin admin;

    @Inject
    BatchServiceConfig config;

    @Inject
    BatchRun run;

    @Inject
    TableSignals signals;

    @Inject
    ContractCatalog catalog;

    @Inject
    MeterRegistry meters;

    private VisitStream visits;
    private StreamName stream;
    private Contract contract;

    @BeforeEach
    void open() {
        visits = new VisitStream(config, admin, 3);
        stream = visits.name();
        contract = visits.provisionWith("\"slo\": {\"letters\": {\"threshold\": 1}}");
        var unused = catalog.refresh();
    }

    @Test
    void theTablesShowFilesBooksLettersObjectivesAndTheTimeOfEachStep() {
        Instant before = Instant.now().minusSeconds(1);
        try (KafkaProducer<byte[], byte[]> producer = visits.producer()) {
            visits.send(producer, contract, 0, 10);
            for (int i = 0; i < 2; i++) {
                var unused = producer.send(new ProducerRecord<>(stream.topic(), VisitStream.bytes("k"),
                        VisitStream.bytes("no avro " + i)));
            }
            producer.flush();
        }
        assertTrue(run.run(), run.failures()::toString);

        signals.measure();

        assertEquals(2, gauge("millrace.letters.open", "reason", "undecodable"));
        assertEquals(0, gauge("millrace.letters.open", "reason", "rule"));
        double age = gauge("millrace.letters.oldest.open.seconds", "stream", stream.value());
        assertTrue(age >= 0 && age < Duration.ofMinutes(5).toSeconds(), () -> "age " + age);
        assertTrue(gauge("millrace.table.files", "table", "curated") >= 1);
        assertTrue(gauge("millrace.table.small.files", "table", "bronze") >= 1);
        assertTrue(gauge("millrace.table.bytes", "table", "letters") > 0);
        assertEquals(0, gauge("millrace.books.difference", "stream", stream.value()));
        assertEquals(12, counter("judged", "completeness"));
        assertEquals(0, counter("missed", "completeness"));
        assertEquals(1, counter("judged", "letters"));
        assertEquals(1, counter("missed", "letters"));
        for (String step : STEPS) {
            long recorded = visits.status().marks().getOrDefault("millrace-batch-run/" + step, 0L);
            assertTrue(recorded >= before.getEpochSecond(), () -> step + ": " + recorded);
            assertEquals(recorded, gauge("millrace.batch.last.success.seconds", "step", step));
            assertTrue(gauge("millrace.batch.expected.since.seconds", "step", step) >= before.getEpochSecond());
        }
    }

    @Test
    void aStreamWithoutRecordsHasNoTableAfterARunAndNothingIsMissing() {
        assertTrue(run.run(), run.failures()::toString);

        signals.measure();

        assertEquals(0, gauge("millrace.table.files", "table", "curated"));
        assertEquals(0, gauge("millrace.letters.oldest.open.seconds", "stream", stream.value()));
        assertEquals(0, counter("judged", "completeness"));
    }

    @Test
    void aTableThatIsGoneIsNotMeasuredUntilItIsBack() throws Exception {
        // given
        try (KafkaProducer<byte[], byte[]> producer = visits.producer()) {
            visits.send(producer, contract, 0, 10);
            producer.send(new ProducerRecord<>(stream.topic(), VisitStream.bytes("k"), VisitStream.bytes("no avro")))
                    .get();
        }
        assertTrue(run.run(), run.failures()::toString);
        signals.measure();
        double files = gauge("millrace.table.files", "table", "curated");
        Path root = Path.of(config.tables().root());
        Path aside = Files.createTempDirectory(root, "aside");
        List<String> names = List.of(stream.value(), stream.letterTable(), stream.bronzeTable());
        for (String name : names) {
            Files.move(root.resolve(name), aside.resolve(name));
        }
        // when
        RuntimeException failure = assertThrows(RuntimeException.class, signals::measure);
        // then
        assertTrue(failure.toString().contains("is gone from " + root.resolve(stream.value())), failure::toString);
        assertEquals(names.size() - 1, failure.getSuppressed().length);
        for (String table : new String[]{"curated", "bronze", "letters"}) {
            for (String metric : new String[]{"files", "bytes", "small.files"}) {
                assertEquals(Double.NaN, gauge("millrace.table." + metric, "table", table), table);
            }
        }
        assertEquals(Double.NaN, gauge("millrace.letters.open", "reason", "undecodable"));
        assertEquals(Double.NaN, gauge("millrace.letters.open", "reason", "rule"));
        assertEquals(Double.NaN, gauge("millrace.letters", "state", "open"));
        assertEquals(Double.NaN, gauge("millrace.letters.oldest.open.seconds", "stream", stream.value()));
        assertEquals(Double.NaN, gauge("millrace.books.difference", "stream", stream.value()));
        assertEquals(Double.NaN, gauge("millrace.books.offsets", "outcome", "inserted"));
        assertEquals(Double.NaN, gauge("millrace.audit.findings", "kind", "gap"));
        assertEquals(Double.NaN, gauge("millrace.offsets.lost.open", "stream", stream.value()));
        assertEquals(1, counter("judged", "letters"));
        // and when
        for (String name : names) {
            Files.move(aside.resolve(name), root.resolve(name));
        }
        signals.measure();
        // then
        assertEquals(1, gauge("millrace.letters.open", "reason", "undecodable"));
        assertEquals(0, gauge("millrace.books.difference", "stream", stream.value()));
        assertEquals(files, gauge("millrace.table.files", "table", "curated"));
        assertEquals(2, counter("judged", "letters"));
    }

    @Test
    void theStepsOfAStreamWhoseTableCannotBeMadeAreExpectedSinceItsRecordsWereSeen() throws Exception {
        // given a file where the folder of the table would be
        signals.measure();
        for (String step : STEPS) {
            assertFalse(shown("millrace.batch.expected.since.seconds", step), step);
        }
        long before = Instant.now().getEpochSecond();
        Path blocked = Files.createFile(
                Files.createDirectories(Path.of(config.tables().root())).resolve(stream.value()));
        try {
            send(0, 4);
            assertFalse(run.run());
            // when
            signals.measure();
            // then
            for (String step : STEPS) {
                assertTrue(gauge("millrace.batch.expected.since.seconds", "step", step) >= before, step);
                assertFalse(shown("millrace.batch.last.success.seconds", step), step);
            }
            assertFalse(shown("millrace.batch.expected.since.seconds", "maintenance"));
        } finally {
            Files.delete(blocked);
        }
    }

    @Test
    void offsetsThatKafkaDeletedBeforeTheirMergeAreMissingUntilTheirLossIsExplained() throws Exception {
        // given a stream of one partition of which Kafka deletes three records that no run has read
        visits = new VisitStream(config, admin, 1);
        stream = visits.name();
        contract = visits.provision();
        var unusedRefresh = catalog.refresh();
        send(0, 4);
        assertTrue(run.run(), run.failures()::toString);
        send(4, 6);
        admin.deleteRecords(Map.of(new TopicPartition(stream.topic(), 0), RecordsToDelete.beforeOffset(7))).all().get();
        var unused = run.run();

        signals.measure();
        assertEquals(3, gauge("millrace.offsets.lost.open", "stream", stream.value()));
        assertEquals(10, counter("judged", "completeness"));
        assertEquals(3, counter("missed", "completeness"));
        // when their loss is explained
        try (EventTable table = new StreamTables(config, "test").open(contract)) {
            List<DeletedOffsets> open = DeletedOffsets.open(table.status().marks());
            assertEquals(List.of(new OffsetRange(4, 7)), open.stream().map(DeletedOffsets::offsets).toList());
            table.mark(DeletedOffsets.closing(open, DeletedOffsets.Closure.EXPLAINED));
        }
        signals.measure();
        assertEquals(0, gauge("millrace.offsets.lost.open", "stream", stream.value()));
        assertEquals(0, counter("missed", "completeness"));
    }

    private void send(int from, int count) {
        try (KafkaProducer<byte[], byte[]> producer = visits.producer()) {
            visits.send(producer, contract, from, count);
        }
    }

    private double gauge(String name, String label, String value) {
        return meters.get(name).tag("stream", stream.value()).tag(label, value).gauge().value();
    }

    private boolean shown(String name, String step) {
        return meters.find(name).tag("stream", stream.value()).tag("step", step).gauge() != null;
    }

    private double counter(String what, String slo) {
        return meters.get("millrace.slo." + what).tag("stream", stream.value()).tag("slo", slo).functionCounter()
                .count();
    }
}
