package io.millrace.table.internal.maintenance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.millrace.table.TableShape;
import io.millrace.table.internal.datafile.DataFiles;
import io.millrace.table.internal.datafile.NewDataFile;
import io.millrace.table.internal.datafile.PartitionValues;
import io.millrace.table.internal.datafile.RowCursor;
import io.millrace.table.internal.datafile.RowsByPartition;
import io.millrace.table.internal.keys.KeyBatch;
import io.millrace.table.internal.keys.KeyOrder;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.mergerule.EventKey;
import io.millrace.table.vector.ColumnVectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of files again, partitioned by other columns. Where the old partition values determine the new ones, rows
 * are copied column by column; otherwise a limited number of rows at a time is sorted into their partitions in memory.
 */
final class RepartitionedFiles {
    /** Upper limit of the files in a group: all of them are open at the same time. */
    private static final int MOST_FILES = 256;
    private static final int MOST_ROWS = 50_000;
    /** Upper limit of the bytes sorted at a time, as stored in files: in memory rows take several times as much. */
    private static final long MOST_BYTES = 8 << 20;

    private final DataFiles files;
    private final long targetBytes;
    private final KeyOrder order = new KeyOrder();

    RepartitionedFiles(DataFiles files, long targetBytes) {
        this.files = files;
        this.targetBytes = targetBytes;
    }

    /** Groups of files that are written again together, because their partition values determine the same new ones. */
    List<List<ActiveFile>> groups(Collection<ActiveFile> sources, List<String> by) {
        Map<Map<String, @Nullable String>, List<ActiveFile>> alike = new LinkedHashMap<>();
        sources.forEach(file -> alike.computeIfAbsent(known(file, by), k -> new ArrayList<>()).add(file));
        List<List<ActiveFile>> groups = new ArrayList<>();
        for (List<ActiveFile> all : alike.values()) {
            List<ActiveFile> group = new ArrayList<>();
            long bytes = 0;
            for (ActiveFile file : all) {
                if (!group.isEmpty() && (bytes + file.size() > targetBytes || group.size() == MOST_FILES)) {
                    groups.add(group);
                    group = new ArrayList<>();
                    bytes = 0;
                }
                group.add(file);
                bytes += file.size();
            }
            groups.add(group);
        }
        return groups;
    }

    private static Map<String, @Nullable String> known(ActiveFile file, List<String> by) {
        Map<String, @Nullable String> known = new LinkedHashMap<>();
        for (String column : by) {
            if (file.partitionValues().containsKey(column)) {
                known.put(column, file.partitionValues().get(column));
            }
        }
        return known;
    }

    /**
     * Writes a group again.
     *
     * @param from
     *            the table as it is
     * @param to
     *            the same with the new partition columns
     * @param sink
     *            takes each file as soon as it is stored, so that a later failure leaves no file unknown
     */
    void write(List<ActiveFile> group, TableShape from, TableShape to, Consumer<NewDataFile> sink)
            throws IOException {
        Map<String, @Nullable String> partition = known(group.getFirst(), to.partitionColumns());
        if (partition.size() == to.partitionColumns().size()) {
            PartitionRewrite.write(files, group, to, partition, targetBytes, sink);
            return;
        }
        long rows = Math.max(1, group.stream().mapToLong(ActiveFile::rows).sum());
        long bytes = Math.max(1, group.stream().mapToLong(ActiveFile::size).sum());
        int most = Math.clamp(MOST_BYTES * rows / bytes, 1, MOST_ROWS);
        List<Map<String, @Nullable Object>> held = new ArrayList<>();
        for (ActiveFile file : group) {
            Map<String, @Nullable Object> constants = PartitionValues.parsed(from, file);
            try (RowCursor cursor = files.reader().rows(file)) {
                for (Map<String, @Nullable Object> row = cursor.next(); row != null; row = cursor.next()) {
                    row.putAll(constants);
                    held.add(row);
                    if (held.size() == most) {
                        sort(held, to, sink);
                        held.clear();
                    }
                }
            }
        }
        sort(held, to, sink);
    }

    private void sort(List<Map<String, @Nullable Object>> rows, TableShape to, Consumer<NewDataFile> sink)
            throws IOException {
        ColumnVectors values = ColumnVectors.of(to.columns(), rows);
        RowsByPartition partitions = new RowsByPartition(to, values, rows.size());
        for (int i = 0; i < rows.size(); i++) {
            partitions.add(i, i);
        }
        KeyBatch keys = to.keys().map(columns -> KeyBatch.of(rows.stream()
                .map(row -> new EventKey(String.valueOf(row.get(columns.pk())),
                        String.valueOf(row.get(columns.eventId()))))
                .toList(), Long.MIN_VALUE)).orElse(KeyBatch.NONE);
        int[] sorted = to.keys().isPresent() ? order.of(keys.packed()) : IntStream.range(0, rows.size()).toArray();
        files.write(to, values, partitions.inOrder(sorted, keys), false).forEach(sink);
    }
}
