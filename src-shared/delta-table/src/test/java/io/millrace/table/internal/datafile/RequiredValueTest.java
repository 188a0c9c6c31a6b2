package io.millrace.table.internal.datafile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.millrace.table.TableShape;
import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import io.millrace.table.internal.storage.LocalStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequiredValueTest {
    @TempDir
    Path folder;

    @Test
    void aRowWithoutARequiredValueIsRefusedAndLeavesNoFile() throws Exception {
        TableShape shape = new TableShape(List.of(new Column("place", new ColumnType.Struct(
                List.of(new Column("city", new ColumnType.Text(), true))), false)), List.of(), Optional.empty());
        DataFiles files = new DataFiles(new LocalStorage(), folder.toString(), Clock.systemUTC());

        assertEquals(2,
                TestDataFiles.write(files, shape, List.of(Map.of("place", Map.of("city", "Oslo")), Map.of()))
                        .file().rows());
        var refused = assertThrows(IllegalArgumentException.class,
                () -> TestDataFiles.write(files, shape, List.of(Map.of("place", Map.of()))));

        assertTrue(String.valueOf(refused.getMessage()).contains("city"));
        try (var left = Files.list(folder)) {
            assertEquals(1, left.count());
        }
    }
}
