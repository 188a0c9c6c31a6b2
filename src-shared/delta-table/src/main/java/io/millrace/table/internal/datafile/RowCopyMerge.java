package io.millrace.table.internal.datafile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

import io.millrace.table.TableShape;
import io.millrace.table.internal.log.ActiveFile;
import org.jspecify.annotations.Nullable;

/** Rows that are read whole, whatever wrote them. Holds one row of each file, and the bytes of the files as they were read. */
final class RowCopyMerge implements SortedMergeReader {
    private record NextRow(Map<String, @Nullable Object> row, int file) {}

    private final List<RowCursor> cursors = new ArrayList<>();
    /** The partition values of each file, which its rows may lack. */
    private final List<Map<String, @Nullable Object>> constants = new ArrayList<>();
    private final PriorityQueue<NextRow> heads;
    private final Optional<TableShape.KeyColumns> keys;

    private RowCopyMerge(TableShape shape) {
        this.keys = shape.keys();
        Comparator<NextRow> byFile = Comparator.comparingInt(NextRow::file);
        this.heads = new PriorityQueue<>(shape.keys()
                .map(keys -> Comparator.comparing((NextRow head) -> part(head, keys.pk()))
                        .thenComparing(head -> part(head, keys.eventId())).thenComparing(byFile))
                .orElse(byFile));
    }

    static RowCopyMerge of(DataFiles files, List<ActiveFile> sources, TableShape shape) throws IOException {
        RowCopyMerge rows = new RowCopyMerge(shape);
        try {
            for (int i = 0; i < sources.size(); i++) {
                rows.cursors.add(files.reader().rows(sources.get(i)));
                rows.constants.add(PartitionValues.parsed(shape, sources.get(i)));
                rows.advance(i);
            }
        } catch (IOException | RuntimeException e) {
            rows.close();
            throw e;
        }
        return rows;
    }

    private static String part(NextRow head, String column) {
        return String.valueOf(head.row().get(column));
    }

    @Override
    public boolean writeSome(DataFileWriter out, RowFilter judge) throws IOException {
        for (int i = 0; i < FileLayout.ROWS_AT_ONCE && !heads.isEmpty(); i++) {
            NextRow head = heads.remove();
            advance(head.file());
            if (keys.isEmpty()
                    || judge.stays(bytes(head, keys.get().pk()), bytes(head, keys.get().eventId()))) {
                out.write(head.row());
            }
        }
        return !heads.isEmpty();
    }

    private static byte[] bytes(NextRow head, String column) {
        return part(head, column).getBytes(StandardCharsets.UTF_8);
    }

    private void advance(int file) throws IOException {
        Map<String, @Nullable Object> row = cursors.get(file).next();
        if (row != null) {
            constants.get(file).forEach(row::putIfAbsent);
            heads.add(new NextRow(row, file));
        }
    }

    @Override
    public void close() throws IOException {
        for (RowCursor cursor : cursors) {
            cursor.close();
        }
    }
}
