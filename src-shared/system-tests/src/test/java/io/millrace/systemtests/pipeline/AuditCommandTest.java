package io.millrace.systemtests.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.landing.audit.AuditFinding;
import io.millrace.landing.audit.RecordedFinding;
import io.millrace.landing.mapping.ContractTable;
import io.millrace.launcher.Launcher;
import io.millrace.table.Books;
import io.millrace.table.DeletedOffsets;
import io.millrace.table.EventTable;
import io.millrace.table.SourcePartition;
import io.millrace.table.WriterOptions;
import io.millrace.table.factory.EventTables;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** {@code ./millrace audit} and {@code ./millrace receipt} on a system that runs. */
@Tag("process")
@OnRunningSystem
@ResourceLock(Resources.SYSTEM_OUT)
class AuditCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunningSystem system;

    @TempDir
    private Path folder;

    AuditCommandTest(RunningSystem system) {
        this.system = system;
    }

    @Test
    void aHealthyStreamHasNoFindingAndADifferenceOfItsBooksIsOneUntilItIsAcknowledged() throws Exception {
        // given
        TestStream stream = system.newStream("audited");
        List<TestEvent> events = TestEvent.numbered(0, 50);
        stream.send(events);
        stream.send(events);
        poison(stream);
        stream.awaitMerged();
        // then
        JsonNode healthy = JSON.readTree(run(0, stream, "audit", "--json"));
        assertEquals(List.of(101L, 50L, 0L, 0L, 0L, 0L), numbers(healthy));
        assertEquals(0, healthy.at("/books/0/difference").asLong());
        // and when the books count more rows than there are
        try (EventTable table = EventTables.open(stream.table().path(),
                ContractTable.shape(ContractParser.parse(stream.name(), TestStream.CONTRACT)),
                new WriterOptions("test", Duration.ofDays(30), 1 << 20))) {
            var books = table.books().entrySet().iterator().next();
            table.mark(Map.of(Books.PREFIX + books.getKey() + "/inserted", books.getValue().inserted() + 4));
            // and batch-service has found a row that nobody sent
            RecordedFinding ghost = RecordedFinding.open(new AuditFinding(AuditFinding.Kind.GHOST,
                    new SourcePartition(books.getKey(), 0), 7, Optional.empty(), "planted"));
            table.mark(Map.of(ghost.name(), ghost.number()));
            // and writers have recorded offsets as deleted, of which Kafka has some records
            table.mark(DeletedOffsets.recording(Map.of(),
                    List.of(deleted("gone", 3, 9), deleted(books.getKey(), 0, 1))));
        }
        JsonNode planted = JSON.readTree(run(1, stream, "audit", "--json"));
        assertEquals(-4, planted.at("/books/0/difference").asLong());
        assertEquals("ghost", planted.at("/open_findings/0/kind").asText());
        assertEquals(7, planted.at("/open_findings/0/offset").asLong());
        assertEquals(1, planted.path("deleted_open").size());
        assertEquals("gone", planted.at("/deleted_open/0/topic_id").asText());
        assertEquals(List.of(3L, 9L), List.of(planted.at("/deleted_open/0/from").asLong(),
                planted.at("/deleted_open/0/until").asLong()));
        run(0, stream, "audit", "--acknowledge", "planted by a test");
        JsonNode explained = JSON.readTree(run(0, stream, "audit", "--json"));
        assertEquals(-4, explained.at("/books/0/acknowledged").asLong());
        assertEquals("planted by a test", explained.at("/acknowledged/0/reason").asText());
        assertEquals(0, explained.path("open_findings").size());
        assertEquals(0, explained.path("deleted_open").size());
    }

    private static DeletedOffsets deleted(String topicId, long from, long until) {
        return new DeletedOffsets(new SourcePartition(topicId, 0), new OffsetRange(from, until));
    }

    @Test
    void rowsWithoutRecordsAndRecordsWithoutRowsAreExported() throws Exception {
        // given a stream with the table of another
        TestStream stream = system.newStream("audited");
        TestStream other = system.newStream("audited");
        stream.send(TestEvent.numbered(0, 10));
        other.send(TestEvent.numbered(5, 25));
        stream.awaitMerged();
        other.awaitMerged();
        Path tables = Files.createDirectories(folder.resolve("tables"));
        copy(other.table().path(), tables.resolve(stream.name().value()));
        Path export = folder.resolve("findings.jsonl");
        // when watermarks are those of the stream
        try (EventTable table = EventTables.open(tables.resolve(stream.name().value()),
                ContractTable.shape(ContractParser.parse(stream.name(), TestStream.CONTRACT)),
                new WriterOptions("test", Duration.ofDays(30), 1 << 20));
                var own = stream.table().reader()) {
            table.mark(own.status().orElseThrow().marks());
        }
        String[] audit = {"audit", stream.name().value(), "--tables", tables.toString(), "--registry",
                system.stack().registryUrl(), "--bootstrap-servers", system.stack().bootstrapServers(), "--export",
                export.toString(), "--since", "2020-01-01"};
        execute(1, audit);
        // then the records that the other stream does not have are named, and nothing that identifies a person
        List<String> lines = Files.readAllLines(export);
        assertEquals(5, lines.size());
        for (String line : lines) {
            JsonNode finding = JSON.readTree(line);
            assertEquals("gap", finding.path("kind").asText());
            assertEquals(16, finding.path("pk_hash").asText().length());
            assertEquals(false, finding.has("pk"));
            assertEquals(false, finding.path("explained").asBoolean());
        }
        // and when an operator explains what this audit finds, it finds nothing to be explained any more
        execute(0, with(audit, "--acknowledge", "the table of another stream"));
        JsonNode explained = JSON.readTree(execute(0, with(audit, "--json")));
        assertEquals(5, explained.path("gaps").asLong());
        assertEquals(5, explained.path("explained").asLong());
    }

    @Test
    void anEventIsFoundWhereItIs() throws Exception {
        // given
        TestStream stream = system.newStream("receipts");
        TestEvent event = TestEvent.numbered(0, 1).getFirst();
        stream.send(List.of(event));
        stream.awaitMerged();
        // then
        JsonNode found = JSON.readTree(run(0, stream, "receipt", event.eventId(), "--pk", event.pk(), "--json"));
        assertEquals("in-table", found.path("state").asText());
        assertEquals(true, Files.exists(stream.table().path().resolve(found.at("/rows/0/file").asText())));
        JsonNode none = JSON.readTree(run(3, stream, "receipt", "never-sent", "--pk", event.pk(), "--json"));
        assertEquals("not-seen", none.path("state").asText());
        long looked = 0;
        for (JsonNode watermark : none.path("watermarks")) {
            looked += watermark.asLong();
        }
        assertEquals(1, looked);
    }

    private static String[] with(String[] words, String... more) {
        return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new);
    }

    private static List<Long> numbers(JsonNode report) {
        List<Long> numbers = new ArrayList<>();
        for (String name : List.of("records", "rows", "gaps", "ghosts", "doubled", "unjudged")) {
            numbers.add(report.path(name).asLong());
        }
        return numbers;
    }

    private void poison(TestStream stream) throws Exception {
        try (var producer = new KafkaProducer<>(Map.of("bootstrap.servers", system.stack().bootstrapServers()),
                new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(stream.name().topic(), new byte[]{1, 2, 3})).get();
        }
    }

    private static void copy(Path from, Path to) throws Exception {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private String run(int exit, TestStream stream, String command, String... more) {
        List<String> words = new ArrayList<>(List.of(command, stream.name().value()));
        words.addAll(List.of(more));
        words.addAll(List.of("--tables", String.valueOf(stream.table().path().getParent()), "--registry",
                system.stack().registryUrl(), "--bootstrap-servers", system.stack().bootstrapServers()));
        return execute(exit, words.toArray(String[]::new));
    }

    /** Runs a command in this process; returns the object that it printed, while tests beside it may print lines too. */
    private static String execute(int exit, String... words) {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            assertEquals(exit, Launcher.commandLine().execute(words), () -> printed.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8).lines().filter(line -> line.startsWith("{")).findFirst()
                .orElse("");
    }
}
