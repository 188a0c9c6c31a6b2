package io.millrace.table.internal.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.millrace.table.TableStatus;
import org.junit.jupiter.api.Test;

class TableStateTest {
    @Test
    void rowsAreCountedWhenEveryFileHasStatistics() {
        assertEquals(12, status(5, 7).rows());
    }

    @Test
    void rowsAreUnknownWhenAFileHasNoStatistics() {
        assertEquals(TableStatus.UNKNOWN_ROWS, status(5, -1, 7).rows());
    }

    private static TableStatus status(long... rows) {
        Map<String, ActiveFile> files = Stream.iterate(0, i -> i < rows.length, i -> i + 1)
                .map(i -> new ActiveFile("part-" + i, Map.of(), 100, 0, rows[i], OptionalLong.empty()))
                .collect(Collectors.toMap(ActiveFile::path, file -> file));
        return new TableState("id", 3, List.of(), List.of(), files, Map.of()).status("/tables/orders", -1);
    }
}
