package io.millrace.systemtests.pipeline;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.MetadataColumns;
import io.millrace.landing.mapping.ContractTable;
import io.millrace.launcher.Launcher;
import io.millrace.launcher.local.GatewayClient;
import io.millrace.table.Books;
import io.millrace.table.DeletedOffsets;
import io.millrace.table.EventTable;
import io.millrace.table.SourcePartition;
import io.millrace.table.TableReader;
import io.millrace.table.WriterOptions;
import io.millrace.table.factory.EventTables;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table that is rebuilt from the bronze table after Kafka has deleted its records. */
@Tag("process")
@OnRunningSystem
class RebuildPipelineTest {
    private static final String CONTRACT = """
            {"type": "record", "name": "Visit", "fields": [
              {"name": "pk", "type": "string"},
              {"name": "event_id", "type": "string"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "revision", "type": "long", "default": 0},
              {"name": "page", "type": "string"}
            ]}""";
    private static final int KEYS = 60;
    private static final int DELIVERIES = 8;
    private static final int POISON = 7;

    private final RunningSystem system;

    @TempDir
    private Path folder;

    RebuildPipelineTest(RunningSystem system) {
        this.system = system;
    }

    @Test
    void theTableIsTheSameRowByRow() throws Exception {
        // given revisions in any order, redeliveries with other contents, and records that are no events
        TestStream stream = system.newStream("rebuilt", CONTRACT);
        send(stream);
        poison(stream);
        stream.awaitMerged();
        runBatch();
        stream.assertBronze(stream.ends());
        List<String> rows = rows(stream.table().path());
        assertEquals(KEYS, rows.size());
        // when Kafka has deleted the records, and the table is gone
        Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
        stream.ends().forEach((partition, end) -> all.put(new TopicPartition(stream.name().topic(), partition),
                RecordsToDelete.beforeOffset(end)));
        system.admin().deleteRecords(all).all().get();
        Files.createSymbolicLink(folder.resolve(stream.name().bronzeTable()), stream.bronze().path());
        rebuild(stream);
        // then
        assertEquals(rows, rows(folder.resolve(stream.name().value())));
        // and an entry of deleted offsets is closed for those of which the bronze table has the records
        long end = stream.ends().getOrDefault(0, 0L);
        try (TableReader table = EventTables.read(stream.table().path());
                EventTable rebuilt = EventTables.open(folder.resolve(stream.name().value()),
                        ContractTable.shape(ContractParser.parse(stream.name(), CONTRACT)),
                        new WriterOptions("test", Duration.ofDays(30), 1 << 20))) {
            SourcePartition source = new SourcePartition(
                    Books.of(table.status().orElseThrow().marks()).keySet().iterator().next(), 0);
            rebuilt.mark(DeletedOffsets.recording(Map.of(),
                    List.of(new DeletedOffsets(source, new OffsetRange(0, end + 3)))));
            rebuild(stream);
            assertEquals(List.of(new DeletedOffsets(source, new OffsetRange(end, end + 3))),
                    DeletedOffsets.open(rebuilt.status().marks()));
        }
    }

    private void rebuild(TestStream stream) {
        assertEquals(0, Launcher.commandLine().execute("rebuild", stream.name().value(), "--tables", folder.toString(),
                "--registry", system.stack().registryUrl(), "--bootstrap-servers",
                system.stack().bootstrapServers()));
    }

    /** A request may have an event once, so that each delivery of all keys is one. */
    private void send(TestStream stream) {
        Random random = new Random(5);
        for (int delivery = 0; delivery < DELIVERIES; delivery++) {
            StringBuilder lines = new StringBuilder();
            for (int key = 0; key < KEYS; key++) {
                lines.append("{\"pk\": \"p").append(key)
                        .append("\", \"event_id\": \"e\", \"event_time\": \"2026-03-01T0")
                        .append(key % 10).append(":00:00Z\", \"revision\": ").append(random.nextInt(4))
                        .append(", \"page\": \"/").append(delivery).append("\"}\n");
            }
            GatewayClient.Answer answer = system.gateway().send(stream.name().value(), GatewayClient.NDJSON,
                    lines.toString());
            assertEquals(200, answer.status(), answer::body);
        }
    }

    private void poison(TestStream stream) throws Exception {
        try (var producer = new KafkaProducer<>(Map.of("bootstrap.servers", system.stack().bootstrapServers()),
                new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < POISON; i++) {
                byte[] noEvent = ("no avro " + i).getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(stream.name().topic(), noEvent, noEvent)).get();
            }
        }
    }

    private void runBatch() throws IOException {
        try (FaultInjection faults = system.batchFaults()) {
            WriterProcess batch = system.startBatchOnce(faults);
            await("batch-service ends its run").atMost(Duration.ofMinutes(1))
                    .until(() -> !batch.service().process().isAlive());
        }
    }

    /** All rows, as text in the order of their texts, without the name of the writer. */
    private static List<String> rows(Path table) {
        List<String> rows = new ArrayList<>();
        try (TableReader reader = EventTables.read(table)) {
            reader.rows(Long.MAX_VALUE, row -> {
                Map<String, @Nullable Object> values = new TreeMap<>(row);
                assertTrue(values.remove(MetadataColumns.WRITTEN_BY) != null);
                rows.add(values.toString());
            });
        }
        rows.sort(null);
        return rows;
    }
}
