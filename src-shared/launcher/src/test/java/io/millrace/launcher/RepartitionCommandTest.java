package io.millrace.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.millrace.contracts.record.CorrelationId;
import io.millrace.contracts.record.DecodedEvent;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.RoleValues;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.mapping.ContractTable;
import io.millrace.landing.mapping.EventRows;
import io.millrace.table.EventRow;
import io.millrace.table.EventTable;
import io.millrace.table.MicroBatch;
import io.millrace.table.TableReader;
import io.millrace.table.TableStatus;
import io.millrace.table.WriterOptions;
import io.millrace.table.factory.EventTables;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RepartitionCommandTest {
    private static final String AVSC = """
            {"type": "record", "name": "Flight", "millrace": {"region": "airport", "partition-by": %s}, "fields": [
              {"name": "pk", "type": "string"},
              {"name": "event_id", "type": "string"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "airport", "type": "string"},
              {"name": "carrier", "type": "string"}
            ]}""";

    @TempDir
    Path folder;
    private Path table;
    private Path contract;
    private final StringWriter errors = new StringWriter();

    @BeforeEach
    void fill() throws IOException {
        table = folder.resolve("flights");
        contract = Files.writeString(folder.resolve("flights.avsc"), AVSC.formatted("[\"event_date\"]"));
        Contract old = ContractParser.parse(new StreamName("flights"),
                AVSC.formatted("[\"event_date\", \"airport\"]"));
        List<EventRow> rows = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            GenericRecord event = new GenericRecordBuilder(old.schema()).set("pk", "p" + i).set("event_id", "e")
                    .set("event_time", i % 2 * 86_400_000_000L).set("airport", "A" + i % 5).set("carrier", "C").build();
            var read = (RoleValues.Reading.Lawful) RoleValues.read(old, event);
            rows.add(EventRows.row(
                    new DecodedEvent(old, 1, event, read.values(), 0, i, 1, CorrelationId.of("test")), "stream"));
        }
        try (EventTable open = EventTables.open(table, ContractTable.shape(old),
                new WriterOptions("stream", Duration.ofDays(30), 1 << 20))) {
            open.merge(new MicroBatch(ContractTable.shape(old), "topic", rows, Map.of(0, new OffsetRange(0, 20))));
        }
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("repartition", table.toString(), "--contract",
                contract.toString()));
        all.addAll(List.of(arguments));
        CommandLine launcher = Launcher.commandLine();
        launcher.setErr(new PrintWriter(errors, true));
        return launcher.execute(all.toArray(String[]::new));
    }

    private TableStatus status() {
        try (TableReader reader = EventTables.read(table)) {
            return reader.status().orElseThrow();
        }
    }

    @Test
    void theTableIsPartitionedAsTheContractSays() {
        assertEquals(10, status().partitions());

        assertEquals(0, run());

        assertEquals(List.of("event_date"), status().partitionColumns());
        assertEquals(List.of(2, 20L), List.of(status().partitions(), status().rows()));
    }

    @Test
    void aContractThatIsNotThereIsNamed() {
        contract = folder.resolve("none.avsc");

        assertEquals(1, run());

        assertEquals("millrace: There is no file " + contract + ". Name a file with an Avro schema.",
                errors.toString().strip());
    }

    @Test
    void theRegionIsKnownByItsRole() {
        assertEquals(0, run("--by", "region"));

        assertEquals(List.of("airport"), status().partitionColumns());
        assertEquals(5, status().partitions());
    }

    @Test
    void aColumnThatTheContractDoesNotNameIsRefused() {
        long version = status().version();

        assertEquals(1, run("--by", "event_date,carrier"));

        assertTrue(errors.toString().contains("'carrier'"), errors.toString());
        assertEquals(version, status().version());
    }
}
