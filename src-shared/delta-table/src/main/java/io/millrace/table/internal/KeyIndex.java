package io.millrace.table.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.millrace.table.TableShape.KeyColumns;
import io.millrace.table.law.EventKey;

/**
 * Tells which files may hold which keys, by the sorted 64-bit hashes of the keys of each file. Files never change, so
 * what is known of one stays true; all of it can be rebuilt from the table. Bounded: beyond its budget the hashes of the
 * file that was not used for longest are dropped and read again when needed.
 */
final class KeyIndex {
    private final DataFiles files;
    private final KeyColumns columns;
    private final long budgetBytes;
    private final LinkedHashMap<String, long[]> hashesByFile = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    KeyIndex(DataFiles files, KeyColumns columns, long budgetBytes) {
        this.files = files;
        this.columns = columns;
        this.budgetBytes = budgetBytes;
    }

    /** For each of the files that may hold any of the keys, those that it may hold. Never misses one. */
    Map<LiveFile, List<EventKey>> candidates(Collection<LiveFile> among, Collection<EventKey> keys)
            throws IOException {
        Map<LiveFile, List<EventKey>> candidates = new LinkedHashMap<>();
        for (LiveFile file : among) {
            long[] hashes = hashes(file);
            List<EventKey> hits = new ArrayList<>();
            for (EventKey key : keys) {
                if (Arrays.binarySearch(hashes, key.hash()) >= 0) {
                    hits.add(key);
                }
            }
            if (!hits.isEmpty()) {
                candidates.put(file, hits);
            }
        }
        return candidates;
    }

    /** Notes the keys of a file that was just written, so that it need not be read. */
    void put(LiveFile file, Collection<EventKey> keys) {
        store(file.path(), keys.stream().mapToLong(EventKey::hash).sorted().toArray());
    }

    /** Forgets files that the table no longer has. */
    void retain(Set<String> paths) {
        hashesByFile.entrySet().removeIf(entry -> {
            boolean gone = !paths.contains(entry.getKey());
            if (gone) {
                bytes -= size(entry.getValue());
            }
            return gone;
        });
    }

    /** What it holds in memory. */
    long bytes() {
        return bytes;
    }

    private long[] hashes(LiveFile file) throws IOException {
        long[] known = hashesByFile.get(file.path());
        if (known != null) {
            return known;
        }
        List<Long> read = new ArrayList<>();
        files.readColumns(file, Set.of(columns.pk(), columns.eventId()),
                row -> read.add(new EventKey(String.valueOf(row.get(columns.pk())),
                        String.valueOf(row.get(columns.eventId()))).hash()));
        long[] hashes = read.stream().mapToLong(Long::longValue).sorted().toArray();
        store(file.path(), hashes);
        return hashes;
    }

    private void store(String path, long[] hashes) {
        long[] before = hashesByFile.put(path, hashes);
        bytes += size(hashes) - (before == null ? 0 : size(before));
        var eldest = hashesByFile.entrySet().iterator();
        while (bytes > budgetBytes && hashesByFile.size() > 1) {
            bytes -= size(eldest.next().getValue());
            eldest.remove();
        }
    }

    private static long size(long[] hashes) {
        return (long) hashes.length * Long.BYTES;
    }
}
