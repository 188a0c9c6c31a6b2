package io.millrace.table.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.millrace.table.Column;
import io.millrace.table.ColumnType;
import io.millrace.table.TableShape;
import io.millrace.table.law.EventKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyScanTest {
    private static final int ROWS = 60_000;
    private static final TableShape SHAPE = new TableShape(
            List.of(new Column("pk", new ColumnType.Text(), true), new Column("event_id", new ColumnType.Text(), true),
                    new Column("revision", new ColumnType.Int64(), false)),
            List.of(), Optional.of(new TableShape.KeyColumns("pk", "event_id", Optional.of("revision"))));

    @TempDir
    Path folder;

    /** Two events of each pk, so that keys of one pk stand on both sides of the edge of a page. */
    private static EventKey key(int row) {
        return new EventKey(String.format("customer-%08d", (row + 1) / 2), String.format("event-%08d", row));
    }

    @Test
    void keysOfALargeFileAreFoundWithTheRevisionsOfTheirOwnRows() throws Exception {
        DataFiles files = new DataFiles(new LocalStorage(), folder.toString(), Clock.systemUTC());
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            rows.add(
                    new HashMap<>(Map.of("pk", key(row).pk(), "event_id", key(row).eventId(), "revision", (long) row)));
        }
        LiveFile file = files.write(SHAPE, Map.of(), rows).file();
        KeyScan scan = new KeyScan(files, SHAPE.keys().orElseThrow());
        scan.hashes(file);

        for (int row : List.of(0, 4_999, 5_000, 5_001, 9_999, 31_234, ROWS - 1)) {
            EventKey absent = new EventKey(key(row).pk(), "never");
            assertEquals(Map.of(key(row), (long) row), scan.find(file, List.of(key(row), absent)));
        }
        assertEquals(Map.of(key(7), 7L, key(55_000), 55_000L), scan.find(file, List.of(key(7), key(55_000))));
        assertEquals(Map.of(), scan.find(file, List.of(new EventKey("zzz", "1"))));
    }
}
