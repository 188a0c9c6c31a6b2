package io.millrace.table.internal.index;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.millrace.table.internal.keys.KeyBatch;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.mergerule.EventKey;
import org.jspecify.annotations.Nullable;

/** Finds the rows of keys in the table: the index gives candidate files, and their key columns decide. */
public final class KeyLookup {
    /**
     * A row of the table.
     *
     * @param file
     *            its file
     * @param revision
     *            its revision. Against a delivery of equal revision the row stays: it was merged, so its offset is below the
     *            watermark, and so below the offset of every new delivery
     */
    public record ExistingRow(ActiveFile file, long revision) {}

    private final KeyReader scan;

    public KeyLookup(KeyReader scan) {
        this.scan = scan;
    }

    /**
     * Finds the rows of keys.
     *
     * @param candidates
     *            the files that may hold any of them
     * @return for the index of each key its row, or null
     */
    public @Nullable ExistingRow[] find(KeyBatch keys, List<KeyIndex.Candidate> candidates) throws IOException {
        @Nullable
        ExistingRow[] held = new ExistingRow[keys.keys().size()];
        List<Map<EventKey, Long>> found = scan.calls().each(candidates, candidate -> scan.find(candidate.file(),
                candidate.places().stream().map(keys.keys()::get).toList()));
        for (int i = 0; i < found.size(); i++) {
            KeyIndex.Candidate candidate = candidates.get(i);
            for (int place : candidate.places()) {
                Long revision = found.get(i).get(keys.keys().get(place));
                ExistingRow before = held[place];
                if (revision != null && (before == null || revision > before.revision())) {
                    held[place] = new ExistingRow(candidate.file(), revision);
                }
            }
        }
        return held;
    }

    /** The keys that are in the table, with the path of the file of each. */
    public Map<EventKey, String> paths(KeyBatch keys, List<KeyIndex.Candidate> candidates) throws IOException {
        @Nullable
        ExistingRow[] held = find(keys, candidates);
        Map<EventKey, String> paths = new HashMap<>();
        for (int place = 0; place < held.length; place++) {
            ExistingRow row = held[place];
            if (row != null) {
                paths.put(keys.keys().get(place), row.file().path());
            }
        }
        return paths;
    }
}
