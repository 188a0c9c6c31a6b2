package io.millrace.landing.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import io.millrace.table.DeltaBackend;
import io.millrace.table.EventRow;
import io.millrace.table.EventTable;
import io.millrace.table.Fixture;
import io.millrace.table.MergeOutcome;
import io.millrace.table.MicroBatch;
import io.millrace.table.TableRefusedException;
import io.millrace.table.column.Column;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Writers that know different versions of a contract and share a table, as in a rolling update. */
class EvolutionTest {
    private static final Contract OLD = contract("", "");
    private static final Contract WITH_NOTE = contract(
            ", {\"name\": \"note\", \"type\": [\"null\", \"string\"], \"default\": null}",
            ", {\"name\": \"zip\", \"type\": \"string\", \"default\": \"\"}");
    private static final Contract WITH_RATING = contract(", {\"name\": \"rating\", \"type\": \"int\", \"default\": 0}",
            ", {\"name\": \"floor\", \"type\": [\"null\", \"int\"], \"default\": null}");

    @TempDir
    Path folder;

    @Test
    void anOldWriterGoesOnBesideANewOneAndOldRowsReadNull() {
        try (EventTable old = open(OLD); EventTable fresh = open(WITH_NOTE)) {
            old.merge(batch(OLD, 0, event(OLD, "a", 0)));
            fresh.merge(batch(WITH_NOTE, 1, event(WITH_NOTE, "b", 0)));
            old.merge(batch(OLD, 2, event(OLD, "c", 0)));
            fresh.merge(batch(WITH_NOTE, 3, event(WITH_NOTE, "d", 0)));
        }

        assertEquals(Map.of("a", "null/null", "b", "note b/zip b", "c", "null/null", "d", "note d/zip d"), notes());
    }

    @Test
    void aTableThatTheNewWriterMadeTakesTheRowsOfAnOldOne() {
        try (EventTable old = open(OLD); EventTable fresh = open(WITH_NOTE)) {
            fresh.merge(batch(WITH_NOTE, 0, event(WITH_NOTE, "b", 0)));
            old.merge(batch(OLD, 1, event(OLD, "a", 0)));
        }

        assertEquals(Map.of("a", "null/null", "b", "note b/zip b"), notes());
    }

    @Test
    void anOldWriterThatRewritesAFileKeepsTheNewColumnsOfItsOtherRows() {
        try (EventTable old = open(OLD); EventTable fresh = open(WITH_NOTE)) {
            fresh.merge(batch(WITH_NOTE, 0, event(WITH_NOTE, "a", 0), event(WITH_NOTE, "b", 0)));

            old.merge(batch(OLD, 2, event(OLD, "a", 1)));
        }

        assertEquals(Map.of("a", "null/null", "b", "note b/zip b"), notes());
    }

    @Test
    void aNewWriterThatRewritesAnOldFileLeavesItsOtherRowsNull() {
        try (EventTable old = open(OLD); EventTable fresh = open(WITH_NOTE)) {
            old.merge(batch(OLD, 0, event(OLD, "a", 0), event(OLD, "b", 0)));

            fresh.merge(batch(WITH_NOTE, 2, event(WITH_NOTE, "a", 1)));
        }

        assertEquals(Map.of("a", "note a/zip a", "b", "null/null"), notes());
    }

    @Test
    void writersThatAddDifferentColumnsAtOnceLeaveBoth() throws Exception {
        List<Contract> contracts = List.of(OLD, WITH_NOTE, WITH_RATING);
        int rounds = 6;
        for (int round = 0; round < rounds; round++) {
            Path at = folder.resolve("round-" + round);
            CyclicBarrier start = new CyclicBarrier(contracts.size());
            try (var pool = Executors.newFixedThreadPool(contracts.size())) {
                List<Future<MergeOutcome>> merges = new ArrayList<>();
                for (int partition = 0; partition < contracts.size(); partition++) {
                    Contract contract = contracts.get(partition);
                    MicroBatch batch = batch(contract, partition, 0, event(contract, "pk" + partition, 0),
                            event(contract, "shared", 0));
                    merges.add(pool.submit(() -> {
                        try (EventTable table = new DeltaBackend(at).open(ContractTable.shape(contract), "writer")) {
                            start.await(30, TimeUnit.SECONDS);
                            return table.merge(batch);
                        }
                    }));
                }
                for (Future<MergeOutcome> merge : merges) {
                    merge.get();
                }
            }
            List<String> columns = new DeltaBackend(at).columns().stream().map(Column::name).toList();
            assertTrue(columns.containsAll(List.of("note", "rating")), columns.toString());
            assertEquals(columns.size(), columns.stream().distinct().count(), columns.toString());
            assertEquals(List.of("pk0", "pk1", "pk2", "shared"),
                    new DeltaBackend(at).values("pk").stream().map(String::valueOf).sorted().toList());
        }
    }

    @ParameterizedTest
    @CsvSource({"amount, double, string", "street, string, int"})
    void aChangedTypeIsRefusedAndNothingIsWritten(String field, String type, String changed) throws IOException {
        String declared = "\"name\":\"" + field + "\",\"type\":\"";
        Contract other = ContractParser.parse(new StreamName("places"),
                OLD.schema().toString().replace(declared + type, declared + changed));
        try (EventTable old = open(OLD); EventTable table = open(other)) {
            old.merge(batch(OLD, 0, event(OLD, "a", 0)));
            Map<String, String> before = contents();

            var refused = assertThrows(TableRefusedException.class,
                    () -> table.merge(new MicroBatch(ContractTable.shape(other), Fixture.TOPIC_ID, List.of(),
                            Map.of(0, new OffsetRange(1, 2)))));

            assertTrue(String.valueOf(refused.getMessage()).contains(field),
                    refused.getMessage());
            assertEquals(before, contents());
            old.merge(batch(OLD, 1, event(OLD, "b", 0)));
        }
        assertEquals(2, new DeltaBackend(folder).rows().size());
    }

    @Test
    void aTableKeepsItsPartitionsWhateverTheContractWantsForNewTables() {
        Contract other = ContractParser.parse(new StreamName("places"), OLD.schema().toString().replaceFirst(
                "\"fields\"", "\"millrace\": {\"partition-by\": [\"event_date\", \"kind\"]}, \"fields\""));
        try (EventTable old = open(OLD); EventTable table = open(other)) {
            old.merge(batch(OLD, 0, event(OLD, "a", 0)));

            table.merge(batch(other, 1, event(other, "b", 0)));
            table.merge(batch(other, 2, event(other, "a", 0)));

            assertEquals(ContractTable.shape(OLD).partitionColumns(), table.status().partitionColumns());
            assertEquals(2, new DeltaBackend(folder).rows().size());
        }
    }

    @Test
    void anAddedColumnOutlivesACheckpoint() {
        try (EventTable old = open(OLD); EventTable fresh = open(WITH_NOTE)) {
            old.merge(batch(OLD, 0, event(OLD, "a", 0)));
            fresh.merge(batch(WITH_NOTE, 1, event(WITH_NOTE, "b", 0)));
            for (int i = 2; i < 24; i++) {
                old.merge(new MicroBatch(ContractTable.shape(OLD), Fixture.TOPIC_ID, List.of(),
                        Map.of(0, new OffsetRange(i, i + 1L))));
            }
        }
        try (EventTable reopened = open(WITH_NOTE)) {
            reopened.merge(batch(WITH_NOTE, 24, event(WITH_NOTE, "c", 0)));
            assertTrue(reopened.status().lastCheckpoint() > 0, "no checkpoint was written");
        }

        assertEquals(Map.of("a", "null/null", "b", "note b/zip b", "c", "note c/zip c"), notes());
    }

    private EventTable open(Contract contract) {
        return new DeltaBackend(folder).open(ContractTable.shape(contract), "writer");
    }

    /** By pk: the added column, and the field that was added to the nested record. */
    private Map<String, String> notes() {
        Map<String, String> notes = new TreeMap<>();
        for (Map<String, @Nullable Object> row : new DeltaBackend(folder).rows()) {
            Map<?, ?> address = Objects.requireNonNull((Map<?, ?>) row.get("address"));
            assertEquals("street " + row.get("pk"), address.get("street"));
            assertNull(notes.put(String.valueOf(row.get("pk")), row.get("note") + "/" + address.get("zip")));
        }
        return notes;
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(file.toString(), Files.size(file) + "/" + Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return contents;
    }

    private static MicroBatch batch(Contract contract, long from, GenericRecord... events) {
        return batch(contract, 0, from, events);
    }

    private static MicroBatch batch(Contract contract, int partition, long from, GenericRecord... events) {
        List<EventRow> rows = new ArrayList<>();
        for (GenericRecord event : events) {
            rows.add(ContractRows.row(contract, event, partition, from + rows.size(), "writer"));
        }
        return new MicroBatch(ContractTable.shape(contract), Fixture.TOPIC_ID, rows,
                Map.of(partition, new OffsetRange(from, from + events.length)));
    }

    private static GenericRecord event(Contract contract, String pk, long revision) {
        Schema addressSchema = contract.schema().getField("address").schema();
        GenericRecordBuilder address = new GenericRecordBuilder(addressSchema).set("street", "street " + pk);
        if (addressSchema.getField("zip") != null) {
            address.set("zip", "zip " + pk);
        }
        GenericRecordBuilder event = new GenericRecordBuilder(contract.schema()).set("pk", pk).set("event_id", "1")
                .set("event_time", Fixture.NOW).set("kind", "k").set("revision", revision).set("amount", 1.0)
                .set("address", address.build());
        if (contract.schema().getField("note") != null) {
            event.set("note", "note " + pk);
        }
        return event.build();
    }

    private static Contract contract(String field, String nested) {
        return ContractParser.parse(new StreamName("places"), """
                {"type": "record", "name": "Place", "fields": [
                  {"name": "pk", "type": "string"},
                  {"name": "event_id", "type": "string"},
                  {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
                  {"name": "kind", "type": "string"},
                  {"name": "revision", "type": "long", "default": 0},
                  {"name": "amount", "type": "double"},
                  {"name": "address", "type": {"type": "record", "name": "Address", "fields": [
                    {"name": "street", "type": "string"}%s]}}%s
                ]}""".formatted(nested, field));
    }
}
