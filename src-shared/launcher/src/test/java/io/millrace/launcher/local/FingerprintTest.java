package io.millrace.launcher.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.mapping.ContractTable;
import io.millrace.table.EventRow;
import io.millrace.table.EventTable;
import io.millrace.table.MicroBatch;
import io.millrace.table.TableReader;
import io.millrace.table.TableShape;
import io.millrace.table.WriterOptions;
import io.millrace.table.factory.EventTables;
import io.millrace.table.mergerule.EventKey;
import io.millrace.table.mergerule.OffsetRange;
import io.millrace.table.mergerule.Precedence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {
    @TempDir
    Path folder;

    @Test
    void theKeyColumnsOfBothSampleContractsAreFoundByTheTableAlone() throws IOException {
        assertEquals(List.of("event_id", "id"), Fingerprint.key(shape("earthquake").columns()).stream().sorted()
                .toList());
        assertEquals(List.of("event_id", "order_id"), Fingerprint.key(shape("order").columns()).stream().sorted()
                .toList());
    }

    @Test
    void itCountsRowsAndKeysOfTheNewestVersion() throws IOException {
        // given
        TableShape shape = shape("earthquake");
        EventRow row = quake(0);
        try (EventTable table = EventTables.open(folder, shape,
                new WriterOptions("stream", Duration.ofDays(30), 1 << 20))) {
            table.merge(new MicroBatch(shape, "topic", List.of(row, quake(1)), Map.of(0, new OffsetRange(0, 2))));
        }
        // when
        Fingerprint found;
        RowChecksum expected = new RowChecksum();
        try (TableReader reader = EventTables.read(folder)) {
            found = Fingerprint.of(reader);
            expected.add(RowText.of(reader.columns(), row.values()));
            expected.add(RowText.of(reader.columns(), quake(1).values()));
        }
        // then
        assertEquals(new Fingerprint(folder.toString(), 1, found.key(), 2, 2, 2, expected.hex()), found);
        assertTrue(found.json().endsWith("\"rows\":2,\"logged_rows\":2,\"distinct_keys\":2,\"checksum\":\""
                + expected.hex() + "\"}"), found.json());
    }

    private static EventRow quake(int number) {
        Map<String, Object> values = new HashMap<>(Map.of("event_id", "e" + number, "id", "q", "time", 1_000L,
                "updated", 0L, "net", "us", "event_date", 0));
        values.putAll(Map.of("_ingested_at", 1_000L, "_partition", 0, "_offset", (long) number, "_schema_id", 1L,
                "_written_by", "stream"));
        return new EventRow(new EventKey("q", "e" + number), new Precedence(0, number), 0, 1_000L, values);
    }

    private static TableShape shape(String name) throws IOException {
        try (InputStream avsc = Contract.class.getResourceAsStream("/contracts/" + name + ".avsc")) {
            return ContractTable.shape(ContractParser.parse(new StreamName(name),
                    new String(avsc.readAllBytes(), StandardCharsets.UTF_8)));
        }
    }
}
