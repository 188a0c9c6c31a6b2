package io.millrace.batch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.batch.audit.KeyRota;
import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.schedule.BatchRun;
import io.millrace.batch.signals.TableSignals;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.supervision.Supervision;
import io.millrace.landing.StreamHangsException;
import io.millrace.landing.testing.VisitStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams whose storage does not answer do not hold up the others: in their tables there are named pipes that nobody writes to. */
@QuarkusTest
@TestProfile(HangingStorageTest.HangsSoon.class)
class HangingStorageTest {
    private static final Duration HANGS_AFTER = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofMinutes(2);

    public static final class HangsSoon implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("millrace.batch.mode", "once", "millrace.batch.hangs-after", HANGS_AFTER.toString(),
                    "millrace.tables.root", "target/hanging-tables");
        }
    }

    @Inject
    Admin admin;

    @Inject
    BatchServiceConfig config;

    @Inject
    MeterRegistry meters;

    @Inject
    BatchRun run;

    @Inject
    TableSignals signals;

    @Inject
    Supervision supervision;

    private final List<Path> pipes = new ArrayList<>();

    @AfterEach
    void theStorageAnswers() throws IOException {
        for (Path pipe : pipes) {
            // Opening waits for the reader, which then finds the end of the file.
            try (OutputStream nothing = Files.newOutputStream(pipe)) {
                Files.deleteIfExists(pipe);
            }
        }
        await("the calls").atMost(LIMIT).until(() -> run.hanging().isEmpty());
    }

    private VisitStream stream(int events) {
        VisitStream visits = new VisitStream(config, admin, 1);
        Contract contract = visits.provision();
        try (KafkaProducer<byte[], byte[]> producer = visits.producer()) {
            visits.send(producer, contract, 0, events);
        }
        return visits;
    }

    /** From now on the first read of the table waits for ever. */
    private void hang(VisitStream visits) throws Exception {
        Path log = Files.createDirectories(Path.of(config.tables().root(), visits.name().value(), "_delta_log"));
        Path pipe = log.resolve("_last_checkpoint");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start().waitFor());
        pipes.add(pipe);
    }

    @Test
    void twoStreamsWhoseStorageHangsHoldUpNoOtherStream() throws Exception {
        // given streams before and after them in the order of the run
        List<VisitStream> streams = Stream.generate(() -> stream(10)).limit(4)
                .sorted((one, other) -> one.name().compareTo(other.name())).toList();
        List<VisitStream> hanging = streams.subList(0, 2);
        List<VisitStream> others = streams.subList(2, 4);
        for (VisitStream visits : hanging) {
            hang(visits);
        }

        // when
        boolean well = assertTimeoutPreemptively(LIMIT, run::run);

        // then the others are merged, audited and maintained
        assertFalse(well);
        for (VisitStream visits : others) {
            assertEquals(10, visits.rows());
            assertEquals(10, visits.status().marks().entrySet().stream()
                    .filter(mark -> mark.getKey().startsWith(KeyRota.MARK)).mapToLong(Map.Entry::getValue).sum());
            for (String step : List.of("merge", "letters", "audit", "books", "maintenance")) {
                assertTrue(lastSuccess(visits, step) > 0, step);
            }
        }
        // and the reason is shown
        for (VisitStream visits : hanging) {
            String reason = String.valueOf(run.failures().get(visits.name().value()));
            assertTrue(reason.startsWith("A call for stream " + visits.name()), reason);
            assertEquals(0, lastSuccess(visits, "merge"));
        }
        assertEquals(Set.of(hanging.get(0).name(), hanging.get(1).name()), run.hanging());
        assertEquals(1, meters.get("millrace.task.failing").tag("task", "runs").gauge().value());
        assertTrue(supervision.troubles().containsKey("runs"));
        assertFalse(supervision.needsRestart(), "a storage may answer");

        // when there are more events
        try (KafkaProducer<byte[], byte[]> producer = others.getFirst().producer()) {
            others.getFirst().send(producer, others.getFirst().provision(), 10, 5);
        }
        Map<String, String> before = run.failures();
        assertFalse(run.run());
        // then the next run leaves them out: the calls are the same, begun at the same time
        assertEquals(15, others.getFirst().rows());
        assertEquals(before, run.failures());

        // when the storage answers
        theStorageAnswers();
        pipes.clear();
        // then the next run has all
        assertTrue(run.run(), run.failures()::toString);
        assertEquals(10, hanging.getFirst().rows());
        assertEquals(0, meters.get("millrace.task.failing").tag("task", "runs").gauge().value());
    }

    @Test
    void theTablesOfTheOthersAreMeasured() throws Exception {
        List<VisitStream> streams = Stream.generate(() -> stream(1)).limit(2)
                .sorted((one, other) -> one.name().compareTo(other.name())).toList();
        hang(streams.getFirst());
        assertFalse(assertTimeoutPreemptively(LIMIT, run::run));

        StreamHangsException hangs = assertThrows(StreamHangsException.class,
                () -> assertTimeoutPreemptively(LIMIT, signals::measure));
        assertTrue(String.valueOf(hangs.getMessage()).contains(streams.getFirst().name().value()));
        assertTrue(meters.get("millrace.table.files").tag("stream", streams.getLast().name().value())
                .tag("table", "curated").gauge().value() >= 1);
    }

    private double lastSuccess(VisitStream visits, String step) {
        var gauge = meters.find("millrace.batch.last.success.seconds").tag("stream", visits.name().value())
                .tag("step", step).gauge();
        return gauge == null ? 0 : gauge.value();
    }
}
