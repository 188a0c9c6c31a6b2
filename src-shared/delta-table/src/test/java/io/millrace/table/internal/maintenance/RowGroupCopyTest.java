package io.millrace.table.internal.maintenance;

import static io.millrace.table.Fixture.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

import io.millrace.table.EventRow;
import io.millrace.table.EventTable;
import io.millrace.table.Fixture;
import io.millrace.table.MaintenanceOptions;
import io.millrace.table.MergeOutcome;
import io.millrace.table.MicroBatch;
import io.millrace.table.TableMaintenance;
import io.millrace.table.TableMaintenance.Compacted;
import io.millrace.table.TableReader;
import io.millrace.table.TableShape;
import io.millrace.table.WriterOptions;
import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import io.millrace.table.factory.EventTables;
import io.millrace.table.mergerule.EventKey;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A compaction of files whose row groups stay as they are. */
@Tag("slow")
class RowGroupCopyTest {
    private static final Column REVISION = new Column("revision", new ColumnType.Int64(), false);
    private static final Column NOTE = new Column("note", new ColumnType.Text(), false);
    private static final TableShape SHAPE = Fixture.shape(List.of("event_date"), "", REVISION);
    private static final TableShape LATER = Fixture.shape(List.of("event_date"), "", REVISION, NOTE);
    private static final MaintenanceOptions OPTIONS = new MaintenanceOptions("upkeep", 1 << 24, 2, 1 << 26,
            Duration.ofHours(10), Duration.ofHours(10));
    /** More than 32 KB of keys, which do not compress. */
    private static final int ROWS = 5_000;
    private static final int FEW_ROWS = 100;

    @TempDir
    Path folder;
    private final Random random = new Random(5);
    private final Set<EventKey> keys = new HashSet<>();
    private long offset;

    @Test
    void largeRowGroupsStayAsTheyAre() throws IOException {
        List<BlockMetaData> before = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            merge(SHAPE, ROWS);
        }
        for (Path file : files()) {
            before.addAll(groups(file));
        }

        assertEquals(new Compacted(3, 1, 0, 0, 3L * ROWS, 0), compact(SHAPE));

        List<BlockMetaData> after = groups(newest());
        assertEquals(sizes(before), sizes(after));
        assertTrue(after.stream().flatMap(group -> group.getColumns().stream())
                .allMatch(chunk -> chunk.getColumnIndexReference() != null), "the page indexes are there");
        assertEquals(keys, rows());
        // and keys are found in each row group
        assertEquals(keys, present(List.copyOf(keys)));
        List<EventKey> few = List.copyOf(keys).subList(0, 20);
        assertEquals(Set.copyOf(few), present(few));
    }

    @Test
    void tooManyRowGroupsBecomeOne() throws IOException {
        for (int i = 0; i < 9; i++) {
            merge(SHAPE, ROWS);
        }

        assertEquals(new Compacted(9, 1, 0, 0, 9L * ROWS, 0), compact(SHAPE));

        assertEquals(1, groups(newest()).size());
        assertEquals(keys, rows());
    }

    @Test
    void filesThatWereCopiedOnceAreEncodedAgainWhenTheyBecomeTooMany() throws IOException {
        for (int i = 0; i < 5; i++) {
            merge(SHAPE, ROWS);
        }
        compact(SHAPE);
        assertEquals(5, groups(newest()).size());
        for (int i = 0; i < 4; i++) {
            merge(SHAPE, ROWS);
        }

        compact(SHAPE);

        assertEquals(1, groups(newest()).size());
        assertEquals(keys, rows());
    }

    @Test
    void smallRowGroupsBecomeOne() throws IOException {
        for (int i = 0; i < 3; i++) {
            merge(SHAPE, FEW_ROWS);
        }

        compact(SHAPE);

        assertEquals(1, groups(newest()).size());
        assertEquals(keys, rows());
    }

    @Test
    void filesWithoutAColumnThatWasAddedAreEncodedAgain() throws IOException {
        merge(SHAPE, ROWS);
        merge(LATER, ROWS);

        assertEquals(new Compacted(2, 1, 0, 0, 2L * ROWS, 0), compact(LATER));

        assertEquals(1, groups(newest()).size());
        assertEquals(keys, rows());
    }

    private void merge(TableShape shape, int count) {
        List<EventRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, @Nullable Object> fields = new HashMap<>();
            fields.put("pk", new UUID(random.nextLong(), random.nextLong()).toString());
            fields.put("event_id", new UUID(random.nextLong(), random.nextLong()).toString());
            fields.put("event_time", NOW);
            fields.put("revision", 0L);
            if (shape == LATER) {
                fields.put("note", "n" + i);
            }
            EventRow row = Fixture.row(shape, fields, 0, offset + i, "stream");
            rows.add(row);
            keys.add(row.key());
        }
        try (EventTable table = open(shape)) {
            assertInstanceOf(MergeOutcome.Merged.class, table.merge(new MicroBatch(shape, Fixture.TOPIC_ID, rows,
                    Map.of(0, new OffsetRange(offset, offset + count)))));
        }
        offset += count;
    }

    private EventTable open(TableShape shape) {
        return EventTables.open(folder, shape, new WriterOptions("stream", Duration.ofDays(30), 64L << 20));
    }

    private Set<EventKey> present(List<EventKey> sought) {
        try (EventTable table = open(LATER)) {
            return table.present(sought);
        }
    }

    private Compacted compact(TableShape shape) {
        try (TableMaintenance upkeep = EventTables.maintenance(folder, shape, OPTIONS)) {
            Compacted done = upkeep.compact();
            return new Compacted(done.filesIn(), done.filesOut(), 0, 0, done.rows(), done.abandoned());
        }
    }

    private Set<EventKey> rows() {
        Set<EventKey> found = new HashSet<>();
        try (TableReader table = EventTables.read(folder)) {
            table.rows(Long.MAX_VALUE, row -> assertTrue(
                    found.add(new EventKey(String.valueOf(row.get("pk")), String.valueOf(row.get("event_id"))))));
        }
        return found;
    }

    private List<Path> files() throws IOException {
        try (var all = Files.walk(folder)) {
            return all.filter(path -> path.toString().endsWith(".parquet") && !path.toString().contains("_delta_log"))
                    .toList();
        }
    }

    /** The file that was written last, which is the largest. */
    private Path newest() throws IOException {
        Path largest = files().getFirst();
        for (Path file : files()) {
            largest = Files.size(file) > Files.size(largest) ? file : largest;
        }
        return largest;
    }

    private static List<Long> sizes(List<BlockMetaData> groups) {
        return groups.stream().map(BlockMetaData::getTotalByteSize).sorted().toList();
    }

    private static List<BlockMetaData> groups(Path file) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file),
                ParquetReadOptions.builder(new PlainParquetConfiguration()).build())) {
            return reader.getRowGroups();
        }
    }
}
