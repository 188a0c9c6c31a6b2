package io.millrace.table.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

import io.millrace.table.TableShape;
import org.jspecify.annotations.Nullable;

/**
 * The rows of several data files in the order of their keys, given that each file has its own in that order; of a table
 * without keys, file after file. Rows of a file that is in another order come out all the same, only not sorted. Holds
 * one row of each file, and the bytes of the files as they were read.
 */
final class SortedRows implements AutoCloseable {
    private record Head(Map<String, @Nullable Object> row, int file) {}

    private final List<RowCursor> cursors = new ArrayList<>();
    private final PriorityQueue<Head> heads;

    private SortedRows(TableShape shape) {
        Comparator<Head> byFile = Comparator.comparingInt(Head::file);
        this.heads = new PriorityQueue<>(shape.keys()
                .map(keys -> Comparator.comparing((Head head) -> part(head, keys.pk()))
                        .thenComparing(head -> part(head, keys.eventId())).thenComparing(byFile))
                .orElse(byFile));
    }

    static SortedRows of(DataFiles files, List<LiveFile> sources, TableShape shape) throws IOException {
        SortedRows rows = new SortedRows(shape);
        try {
            for (int i = 0; i < sources.size(); i++) {
                rows.cursors.add(files.rows(sources.get(i)));
                rows.advance(i);
            }
        } catch (IOException | RuntimeException e) {
            rows.close();
            throw e;
        }
        return rows;
    }

    private static String part(Head head, String column) {
        return String.valueOf(head.row().get(column));
    }

    /** The next row; null after the last. */
    @Nullable
    Map<String, @Nullable Object> next() throws IOException {
        Head head = heads.poll();
        if (head == null) {
            return null;
        }
        advance(head.file());
        return head.row();
    }

    private void advance(int file) throws IOException {
        Map<String, @Nullable Object> row = cursors.get(file).next();
        if (row != null) {
            heads.add(new Head(row, file));
        }
    }

    @Override
    public void close() throws IOException {
        for (RowCursor cursor : cursors) {
            cursor.close();
        }
    }
}
