package io.millrace.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.read.OffsetRangeReader;
import io.millrace.batch.schedule.BatchRun;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.StreamTables;
import io.millrace.landing.letters.Letter;
import io.millrace.landing.letters.LetterFilter;
import io.millrace.landing.letters.LetterPatch;
import io.millrace.landing.letters.LetterRows;
import io.millrace.landing.letters.LetterState;
import io.millrace.landing.letters.Pace;
import io.millrace.landing.letters.Redrive;
import io.millrace.landing.letters.RedriveObstacle;
import io.millrace.landing.letters.RedriveRecords;
import io.millrace.landing.testing.VisitStream;
import io.millrace.table.EventTable;
import io.millrace.table.TableReader;
import io.millrace.table.factory.EventTables;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The table of dead letters follows the dead-letter topic, and shows what became of redriven records. */
@QuarkusTest
@TestProfile(RunsByHand.class)
class LettersTest {
    private static final int PARTITIONS = 3;

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
    MeterRegistry meters;

    private VisitStream visits;
    private StreamName stream;
    private StreamTables tables;
    private Contract contract;

    @BeforeEach
    void open() {
        visits = new VisitStream(config, admin, PARTITIONS);
        stream = visits.name();
        tables = new StreamTables(config, "dlq");
        contract = visits.provision();
        var unused = catalog.refresh();
    }

    /** Events with a wrong Kafka key, which a patch mends, and records that are never events. */
    private void sendRefused(int number) {
        try (KafkaProducer<byte[], byte[]> producer = visits.producer()) {
            visits.send(producer, contract, 0, 10);
            for (int i = 0; i < number; i++) {
                ProducerRecord<byte[], byte[]> event = visits.event(contract, "late" + i, "e" + i);
                var unusedKey = producer
                        .send(new ProducerRecord<>(stream.topic(), VisitStream.bytes("x"), event.value()));
                var unusedPoison = producer.send(new ProducerRecord<>(stream.topic(), VisitStream.bytes("k"),
                        VisitStream.bytes("no avro " + i)));
            }
            producer.flush();
        }
    }

    private List<Letter> letters() {
        List<Letter> letters = new ArrayList<>();
        try (TableReader table = EventTables.read(tables.letterLocation(stream))) {
            table.rows(Long.MAX_VALUE, row -> letters.add(LetterRows.letter(row)));
        }
        return letters;
    }

    private long inState(LetterState state) {
        assertEquals(letters().stream().filter(letter -> letter.state() == state).count(),
                meters.get("millrace.letters").tag("stream", stream.value()).tag("state", state.code()).gauge()
                        .value());
        return letters().stream().filter(letter -> letter.state() == state).count();
    }

    private RedriveRecords records(Optional<String> patch) {
        StreamContracts contracts = catalog.find(stream).orElseThrow();
        return new RedriveRecords(contracts, patch.map(text -> new LetterPatch(contracts, text)), Clock.systemUTC());
    }

    private Redrive.Counts redrive(Optional<String> patch) {
        try (KafkaProducer<byte[], byte[]> producer = visits.producer();
                EventTable table = tables.openLetters(stream);
                TableReader letters = EventTables.read(tables.letterLocation(stream))) {
            return new Redrive(stream, reader.topic(stream.topic()).id(), producer, table,
                    records(patch),
                    new Pace(Pace.UNLIMITED, System::nanoTime)).run(letters, LetterFilter.ALL.in(LetterState.OPEN),
                            () -> false);
        }
    }

    @Test
    void aStreamWithoutLettersHasNoTableOfThem() {
        try (KafkaProducer<byte[], byte[]> producer = visits.producer()) {
            visits.send(producer, contract, 0, 10);
        }

        assertTrue(run.run(), run.failures()::toString);

        assertFalse(Files.exists(Path.of(config.tables().root()).resolve(stream.letterTable())));
    }

    @Test
    void lettersAreInTheTableAfterTheRunThatWroteThemAndResolvedAfterTheirRecordsWereMerged() {
        sendRefused(20);
        assertTrue(run.run(), run.failures()::toString);
        assertEquals(40, inState(LetterState.OPEN));
        assertEquals(40, letters().stream().map(Letter::id).distinct().count());

        assertEquals(new Redrive.Counts(20, Map.of(RedriveObstacle.PATCH_REFUSED, 20L), false),
                redrive(Optional.of("{\"note\": \"late\"}")));
        assertTrue(run.run(), run.failures()::toString);

        assertEquals(20, inState(LetterState.RESOLVED));
        assertEquals(20, inState(LetterState.OPEN));
        assertEquals(30, visits.rows());
        assertEquals(20, meters.get("millrace.letters.resolved").tag("stream", stream.value()).counter().count());
        assertTrue(run.run(), run.failures()::toString);
        assertEquals(20, inState(LetterState.RESOLVED));
    }

    @Test
    void recordsThatAreRefusedAgainAreTheSameLettersAndParkedInTheEnd() {
        sendRefused(5);
        assertTrue(run.run(), run.failures()::toString);

        for (int attempt = 1; attempt <= config.batch().letters().maxAttempts(); attempt++) {
            assertEquals(10, inState(LetterState.OPEN));
            assertEquals(new Redrive.Counts(10, Map.of(), false), redrive(Optional.empty()));
            assertTrue(run.run(), run.failures()::toString);
        }

        assertEquals(10, inState(LetterState.PARKED));
        assertEquals(10, letters().size());
        assertEquals(new Redrive.Counts(0, Map.of(), false), redrive(Optional.empty()));
    }

    @Test
    void aTableOfLettersThatCannotBeWrittenHoldsUpNoEvent() throws IOException {
        Path log = Path.of(config.tables().root()).resolve(stream.letterTable()).resolve("_delta_log");
        Files.createDirectories(log);
        Files.writeString(log.resolve("00000000000000000000.json"), "{\"no\": \"commit\"}\n");
        sendRefused(5);

        assertFalse(run.run());

        assertEquals(10, visits.rows());
        assertTrue(run.failures().containsKey(stream.value()), run.failures()::toString);
        Files.delete(log.resolve("00000000000000000000.json"));
        run.run();
        assertEquals(10, letters().size());
    }
}
