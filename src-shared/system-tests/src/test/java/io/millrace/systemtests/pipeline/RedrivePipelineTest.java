package io.millrace.systemtests.pipeline;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.registry.ApicurioContractRegistry;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.schema.Contract;
import io.millrace.landing.letters.Letter;
import io.millrace.landing.letters.LetterRows;
import io.millrace.landing.letters.LetterState;
import io.millrace.launcher.Launcher;
import io.millrace.table.TableReader;
import io.millrace.table.factory.EventTables;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Dead letters of the running system, patched and sent again by the command. */
@Tag("process")
@OnRunningSystem
class RedrivePipelineTest {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final int MENDED = 12;
    private static final int NO_EVENTS = 3;

    private final RunningSystem system;

    RedrivePipelineTest(RunningSystem system) {
        this.system = system;
    }

    @Test
    void recordsThatWereRefusedAreInTheTableOnceAfterTheyWerePatchedAndRedrivenTwice() throws Exception {
        // given events under a wrong Kafka key, and records that are no events
        TestStream stream = system.newStream("redriven");
        stream.send(TestEvent.numbered(0, 20));
        List<TestEvent> mended = TestEvent.numbered(20, 20 + MENDED);
        refuse(stream, mended);
        stream.awaitMerged();
        stream.assertExactly(TestEvent.numbered(0, 20));
        runBatch();
        assertEquals(Map.of(LetterState.OPEN, MENDED + NO_EVENTS), states(stream));
        // when
        assertEquals(0, redrive(stream, "--reason", "key-mismatch", "--patch", "{}", "--dry-run"));
        assertEquals(Map.of(LetterState.OPEN, MENDED + NO_EVENTS), states(stream));
        assertEquals(0, redrive(stream, "--patch", "{}"));
        assertEquals(0, redrive(stream, "--state", "redriven", "--patch", "{}"));
        stream.awaitMerged();
        runBatch();
        // then
        stream.assertExactly(TestEvent.numbered(0, 20 + MENDED));
        assertEquals(Map.of(LetterState.RESOLVED, MENDED, LetterState.OPEN, NO_EVENTS), states(stream));
        // and what is never an event can be put aside
        assertEquals(0, run("dlq", "park", stream.name().value(), "--reason", "undecodable", "--tables",
                root(stream).toString()));
        assertEquals(Map.of(LetterState.RESOLVED, MENDED, LetterState.PARKED, NO_EVENTS), states(stream));
    }

    @Test
    void theReceiptOfAnEventThatWasSetAsideSaysSo() throws Exception {
        // given an event that was refused
        TestStream stream = system.newStream("set-aside");
        TestEvent event = TestEvent.numbered(0, 1).getFirst();
        refuse(stream, List.of(event));
        stream.awaitMerged();
        runBatch();
        assertEquals(4, receipt(stream, event));
        // when an operator parks it
        assertEquals(0, run("dlq", "park", stream.name().value(), "--reason", "key-mismatch", "--tables",
                root(stream).toString()));
        // then
        assertEquals(5, receipt(stream, event));
        // and until its record is merged, when it is redriven
        WriterProcess writer = system.stream();
        writer.faults().arm(InjectedFault.HOLD_BEFORE_COMMIT, stream.name());
        assertEquals(0, redrive(stream, "--state", "parked", "--patch", "{}"));
        try (var held = writer.awaitHit(InjectedFault.HOLD_BEFORE_COMMIT)) {
            assertEquals(4, receipt(stream, event));
        }
        stream.awaitMerged();
        assertEquals(0, receipt(stream, event));
    }

    private int receipt(TestStream stream, TestEvent event) {
        return run("receipt", stream.name().value(), event.eventId(), "--pk", event.pk(), "--tables",
                root(stream).toString(), "--bootstrap-servers", system.stack().bootstrapServers(), "--registry",
                system.stack().registryUrl());
    }

    private void refuse(TestStream stream, List<TestEvent> events) throws Exception {
        Contract contract = new ContractCatalog(new ApicurioContractRegistry(system.stack().registryUrl()))
                .refresh(stream.name()).orElseThrow().latest();
        try (var producer = new KafkaProducer<>(Map.of("bootstrap.servers", system.stack().bootstrapServers()),
                new ByteArraySerializer(), new ByteArraySerializer())) {
            for (TestEvent event : events) {
                var record = new GenericRecordBuilder(contract.schema()).set("pk", event.pk())
                        .set("event_id", event.eventId()).set("event_time", event.eventTimeMicros())
                        .set("region", event.region()).build();
                producer.send(new ProducerRecord<>(stream.name().topic(),
                        "another".getBytes(StandardCharsets.UTF_8), RecordCodec.encode(contract, record))).get();
            }
            for (int i = 0; i < NO_EVENTS; i++) {
                byte[] noEvent = ("no avro " + i).getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(stream.name().topic(), noEvent, noEvent)).get();
            }
        }
    }

    private int redrive(TestStream stream, String... options) {
        List<String> words = new ArrayList<>(List.of("dlq", "redrive", stream.name().value(), "--tables",
                root(stream).toString(), "--bootstrap-servers", system.stack().bootstrapServers(), "--registry",
                system.stack().registryUrl()));
        words.addAll(List.of(options));
        return run(words.toArray(String[]::new));
    }

    private static int run(String... words) {
        return Launcher.commandLine().execute(words);
    }

    private static Path root(TestStream stream) {
        return Objects.requireNonNull(stream.table().path().getParent());
    }

    private static Map<LetterState, Integer> states(TestStream stream) {
        Map<LetterState, Integer> states = new TreeMap<>();
        try (TableReader reader = EventTables.read(root(stream).resolve(stream.name().letterTable()))) {
            reader.rows(Long.MAX_VALUE, row -> {
                Letter letter = LetterRows.letter(row);
                states.merge(letter.state(), 1, Integer::sum);
            });
        }
        return states;
    }

    private void runBatch() throws IOException {
        try (FaultInjection faults = system.batchFaults()) {
            WriterProcess batch = system.startBatchOnce(faults);
            await("batch-service ends its run").atMost(SOON).until(() -> !batch.service().process().isAlive());
        }
    }
}
