package io.millrace.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.merge.BatchMerge;
import io.millrace.batch.read.OffsetRangeReader;
import io.millrace.batch.schedule.BatchRun;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.BronzeAppender;
import io.millrace.landing.StreamTables;
import io.millrace.landing.TopicUnavailableException;
import io.millrace.landing.UnlandedRecords;
import io.millrace.landing.testing.VisitStream;
import io.millrace.table.EventTable;
import io.millrace.table.TableReader;
import io.millrace.table.factory.EventTables;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every record is in the bronze table once, and every event in the table, whichever of them is ahead. */
@QuarkusTest
@TestProfile(RunsByHand.class)
class BronzeTest {
    private static final int PARTITIONS = 3;

    @Inject
    Admin admin;

    @Inject
    BatchServiceConfig config;

    @Inject
    BatchRun run;

    @Inject
    BatchMerge merge;

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
        tables = new StreamTables(config, "other");
        contract = visits.provision();
        var unused = catalog.refresh();
    }

    private void send(int from, int count) {
        try (KafkaProducer<byte[], byte[]> producer = visits.producer()) {
            visits.send(producer, contract, from, count);
            var poison = producer.send(new ProducerRecord<>(stream.topic(), VisitStream.bytes("k" + from),
                    VisitStream.bytes("no avro " + from)));
            producer.flush();
            assertTrue(poison.isDone());
        }
    }

    /** The records of the bronze table by offset, each partition in order; fails when one is there twice. */
    private Map<Integer, List<Long>> bronze() {
        Map<Integer, List<Long>> offsets = new TreeMap<>();
        try (TableReader raw = EventTables.read(tables.bronzeLocation(stream))) {
            raw.rows(Long.MAX_VALUE, row -> offsets.computeIfAbsent((Integer) row.get("partition"),
                    p -> new ArrayList<>()).add((Long) row.get("offset")));
        }
        offsets.values().forEach(list -> list.sort(null));
        return offsets;
    }

    private void assertBothHold(int events, int letters) {
        Map<Integer, List<Long>> expected = new TreeMap<>();
        reader.topic(stream.topic()).bounds().forEach((partition, bounds) -> {
            if (bounds.until() > 0) {
                expected.put(partition, IntStream.range(0, (int) bounds.until()).mapToObj(Long::valueOf).toList());
            }
        });
        assertEquals(expected, bronze());
        assertEquals(events + letters, expected.values().stream().mapToInt(List::size).sum());
        assertEquals(events, visits.rows());
    }

    @Test
    void everyRecordIsAppendedOnceAlsoThoseThatAreNoEvents() {
        send(0, 100);

        assertTrue(run.run());
        assertBothHold(100, 1);
        send(100, 50);
        assertTrue(run.run());
        assertTrue(run.run());

        assertBothHold(150, 2);
        assertEquals(152, meters.get("millrace.bronze.rows").tag("stream", stream.value()).counter().count());
        assertTrue(meters.get("millrace.bronze.last.success").tag("stream", stream.value()).gauge().value() > 0);
        assertEquals(2, visits.deadLetters(2).size());
    }

    /** As after a crash between the commits, and as with stream-service, which merges before the run begins. */
    @Test
    void theBronzeTableGetsWhatTheTableHasAlready() {
        send(0, 60);
        try (EventTable table = tables.open(contract)) {
            merge.run(stream, table, Optional.empty(), 0);
        }
        assertEquals(60, visits.rows());
        send(60, 40);

        assertTrue(run.run());

        assertBothHold(100, 2);
    }

    /** Something happens after the ends of the topic were read and before the watermarks of the table are. */
    private record Overtaken(EventTable delegate, Runnable event, AtomicBoolean happened) {
        Overtaken(EventTable delegate, Runnable event) {
            this(delegate, event, new AtomicBoolean());
        }

        EventTable table() {
            return (EventTable) Proxy.newProxyInstance(EventTable.class.getClassLoader(),
                    new Class<?>[]{EventTable.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("watermark") && happened.compareAndSet(false, true)) {
                            event.run();
                        }
                        return method.invoke(delegate, arguments);
                    });
        }
    }

    /** As when stream-service merges after the ends of the topic were read and before the watermarks are. */
    @Test
    void recordsThatAnotherWriterMergesMeanwhileAreNoLoss() {
        send(0, 60);
        try (EventTable table = tables.open(contract); EventTable others = tables.open(contract)) {
            Overtaken overtaken = new Overtaken(table, () -> {
                send(60, 40);
                merge.run(stream, others, Optional.empty(), 0);
            });

            merge.run(stream, overtaken.table(), Optional.empty(), 0);

            assertTrue(overtaken.happened.get());
        }
        assertEquals(100, visits.rows());
    }

    @Test
    void aTopicThatIsReplacedDuringARunIsMergedByTheNextOne() {
        send(0, 60);
        try (EventTable table = tables.open(contract); EventTable raw = tables.openBronze(stream)) {
            Overtaken overtaken = new Overtaken(table, () -> {
                visits.replaceTopic();
                send(100, 70);
            });

            String failure = String.valueOf(assertThrows(TopicUnavailableException.class,
                    () -> merge.run(stream, overtaken.table(), Optional.of(raw), 0)).getMessage());
            assertTrue(failure.contains("created again"), failure);
        }
        assertEquals(0, visits.rows());

        assertTrue(run.run());

        assertBothHold(70, 1);
    }

    /** As after a crash between the commits the other way round. */
    @Test
    void theTableGetsWhatTheBronzeTableHasAlready() {
        send(0, 60);
        try (EventTable raw = tables.openBronze(stream)) {
            BronzeAppender appender = new BronzeAppender(raw, Clock.systemUTC(), 1 << 20);
            OffsetRangeReader.Topic topic = reader.topic(stream.topic());
            reader.read(topic, topic.bounds(), new OffsetRangeReader.ChunkSize(1000, 1 << 20),
                    (records, ranges) -> appender.add(topic.id(), new UnlandedRecords(records, ranges)));
            appender.write(partitions -> Map.of());
        }
        assertEquals(0, visits.rows());
        send(60, 40);

        assertTrue(run.run());

        assertBothHold(100, 2);
    }

    @Test
    void twoPodsAtOnceAppendAndMergeEachRecordOnce() {
        try (EventTable table = tables.open(contract); EventTable raw = tables.openBronze(stream)) {
            for (int i = 0; i < 5; i++) {
                send(200 * i, 200);
                var other = CompletableFuture.runAsync(() -> merge.run(stream, table, Optional.of(raw), 0));
                run.run();
                other.join();
            }
        }
        assertTrue(run.run());

        assertBothHold(1_000, 5);
    }

    @Test
    void aTableThatRefusesItsRowsDoesNotHoldUpTheBronzeTable() throws Exception {
        Path folder = Path.of(config.tables().root()).resolve(stream.value());
        Files.createDirectories(folder.resolve("_delta_log"));
        Files.writeString(folder.resolve("_delta_log/00000000000000000000.json"), "{\"no\": \"commit\"}\n");
        send(0, 20);

        assertFalse(run.run());
        assertEquals(21, bronze().values().stream().mapToInt(List::size).sum());
        assertTrue(run.failures().containsKey(stream.value()), run.failures()::toString);

        repair(folder);
        run.run();
        assertBothHold(20, 1);
    }

    @Test
    void aBronzeTableThatRefusesItsRowsDoesNotHoldUpTheTable() throws Exception {
        Path folder = Path.of(config.tables().root()).resolve(stream.bronzeTable());
        Files.createDirectories(folder.resolve("_delta_log"));
        Files.writeString(folder.resolve("_delta_log/00000000000000000000.json"), "{\"no\": \"commit\"}\n");
        send(0, 20);

        try (EventTable table = tables.open(contract); EventTable raw = tables.openBronze(stream)) {
            assertThrows(RuntimeException.class, () -> merge.run(stream, table, Optional.of(raw), 0));
        }

        assertEquals(20, visits.rows());
        repair(folder);
        run.run();
        assertBothHold(20, 1);
    }

    private static void repair(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("_delta_log"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void aStreamWhoseContractWantsNoneHasNoBronzeTable() {
        visits = new VisitStream(config, admin, 1);
        stream = visits.name();
        contract = visits.provision("P0D");
        send(0, 20);

        assertTrue(run.run());

        assertEquals(20, visits.rows());
        assertFalse(Files.exists(Path.of(config.tables().root()).resolve(stream.bronzeTable())));
    }

    @Test
    void theLogLinesAboutAMicroBatchNameTheRequestsOfItsRecords() {
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler collecting = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getLoggerName().replaceAll(".*\\.", "") + " " + MDC.getMap().get("correlation_id"));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger log = Logger.getLogger(BatchMerge.class.getPackageName());
        try (KafkaProducer<byte[], byte[]> producer = visits.producer()) {
            for (String id : List.of("request-1", "request-2")) {
                var record = new ProducerRecord<>(stream.topic(), 0, VisitStream.bytes("k"), VisitStream.bytes(id));
                EventHeaders.add(record.headers(), EventHeaders.CORRELATION_ID, id);
                var unused = producer.send(record);
            }
            producer.flush();
            log.addHandler(collecting);
            assertTrue(run.run());
        } finally {
            log.removeHandler(collecting);
        }
        assertEquals(List.of("BronzeFeed request-1 request-2", "CuratedFeed request-1 request-2",
                "LetterFeed request-1 request-2"), lines);
    }
}
