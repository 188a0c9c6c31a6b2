package io.millrace.table.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

import io.millrace.table.TableShape;
import io.millrace.table.TableShape.KeyColumns;
import io.millrace.table.law.EventKey;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is left of files that lose rows to higher revisions, row by row, so that memory does not grow with the
 * files. What takes the place of the lost rows goes to other files: keys that are revised again and again are soon
 * together, and the others are left alone.
 */
final class CopyOnWrite {
    /** Small files of a partition are put together up to this. */
    private static final long ROWS = 100_000;

    private final DataFiles files;
    private final TableShape shape;
    private final KeyColumns keys;

    CopyOnWrite(DataFiles files, TableShape shape) {
        this.files = files;
        this.shape = shape;
        this.keys = shape.keys().orElseThrow();
    }

    /**
     * The rest of some files.
     *
     * @param file
     *            what was written
     * @param keyHashes
     *            of its keys
     */
    record Rest(DataFiles.NewFile file, long[] keyHashes) {}

    /** The rests of files that these keys leave; where nothing is left there is none. */
    List<Rest> rests(Map<LiveFile, Set<EventKey>> leaving) throws IOException {
        List<Rest> rests = new ArrayList<>();
        for (List<LiveFile> group : groups(leaving.keySet())) {
            Set<EventKey> gone = new HashSet<>();
            group.forEach(file -> gone.addAll(leaving.getOrDefault(file, Set.of())));
            try (SortedRows rows = SortedRows.of(files, group, shape)) {
                rest(rows, group.getFirst().partitionValues(), gone, rests);
            }
        }
        return rests;
    }

    private static List<List<LiveFile>> groups(Set<LiveFile> files) {
        Map<Map<String, @Nullable String>, List<LiveFile>> open = new HashMap<>();
        List<List<LiveFile>> groups = new ArrayList<>();
        for (LiveFile file : files) {
            List<LiveFile> group = open.get(file.partitionValues());
            if (group == null || group.stream().mapToLong(LiveFile::rows).sum() + file.rows() > ROWS) {
                group = new ArrayList<>();
                open.put(file.partitionValues(), group);
                groups.add(group);
            }
            group.add(file);
        }
        return groups;
    }

    private void rest(SortedRows rows, Map<String, @Nullable String> partition, Set<EventKey> gone, List<Rest> rests)
            throws IOException {
        LongStream.Builder hashes = LongStream.builder();
        Map<String, @Nullable Object> row = nextLeft(rows, gone);
        if (row == null) {
            return;
        }
        try (DataFileWriter writer = files.begin(shape, partition)) {
            while (row != null) {
                hashes.add(key(row).hash());
                writer.write(row);
                row = nextLeft(rows, gone);
            }
            rests.add(new Rest(writer.complete(true), hashes.build().toArray()));
        }
    }

    private @Nullable Map<String, @Nullable Object> nextLeft(SortedRows rows, Set<EventKey> gone) throws IOException {
        Map<String, @Nullable Object> row = rows.next();
        while (row != null && gone.contains(key(row))) {
            row = rows.next();
        }
        return row;
    }

    private EventKey key(Map<String, @Nullable Object> row) {
        return new EventKey(String.valueOf(row.get(keys.pk())), String.valueOf(row.get(keys.eventId())));
    }
}
