package io.millrace.bench.race;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import io.millrace.table.SourcePartition;
import io.millrace.table.TableReader;
import io.millrace.table.TableShape;
import io.millrace.table.TableStatus;
import io.millrace.table.column.Column;
import io.millrace.table.mergerule.EventKey;
import org.jspecify.annotations.Nullable;

/** A table that holds just these rows, all partitions of the topics at their ends. */
record RowsInMemory(List<Map<String, @Nullable Object>> rows, Map<String, Long> marks) implements TableReader {
    static Map<String, Long> endsOf(List<RaceTopic> topics) {
        Map<String, Long> marks = new HashMap<>();
        for (RaceTopic topic : topics) {
            for (int partition = 0; partition < RaceTopic.PARTITIONS; partition++) {
                marks.put(new SourcePartition(topic.id(), partition).applicationId(), topic.end());
            }
        }
        return marks;
    }

    @Override
    public Optional<TableStatus> status() {
        return Optional.of(new TableStatus("memory", 1, 1, rows.size(), 0, 1, List.of(), marks, -1));
    }

    @Override
    public FileSizes fileSizes(long smallBelow) {
        return FileSizes.NONE;
    }

    @Override
    public List<Column> columns() {
        return RaceTopic.SHAPE.columns();
    }

    @Override
    public void rows(long limit, Consumer<Map<String, @Nullable Object>> sink) {
        rows.forEach(sink);
    }

    @Override
    public void values(Set<String> names, Consumer<Map<String, @Nullable Object>> sink) {
        rows.forEach(sink);
    }

    @Override
    public void keyRows(TableShape.KeyColumns keys, long after, KeyRowSink sink) {
        throw new UnsupportedOperationException("no check of the race reads keys alone");
    }

    @Override
    public boolean hasNewFiles(long after) {
        throw new UnsupportedOperationException("no check of the race asks for files");
    }

    @Override
    public List<LocatedRow> locate(TableShape.KeyColumns keys, EventKey key, Set<String> columns) {
        return rows.stream().filter(row -> key.pk().equals(String.valueOf(row.get(keys.pk())))
                && key.eventId().equals(String.valueOf(row.get(keys.eventId()))))
                .map(row -> new LocatedRow(1, "memory", Map.of(), row)).toList();
    }

    @Override
    public List<Commit> history(int newest) {
        return List.of();
    }

    @Override
    public List<Long> freshnessMillis() {
        return List.of();
    }

    @Override
    public void close() {}
}
