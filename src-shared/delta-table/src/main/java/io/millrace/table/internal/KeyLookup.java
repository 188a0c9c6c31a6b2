package io.millrace.table.internal;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.millrace.table.law.EventKey;

/** Finds the rows that keys have in the table: the index says where they may be, the key columns say whether they are. */
final class KeyLookup {
    /**
     * A row that the table has.
     *
     * @param file
     *            the file it is in
     * @param revision
     *            its revision. At equal revision it stays: it was merged, so its offset is below the watermark and below
     *            that of every delivery to come
     */
    record Held(LiveFile file, long revision) {}

    private final KeyScan scan;

    KeyLookup(KeyScan scan) {
        this.scan = scan;
    }

    /** The rows of those keys that have one in the files that may hold them. */
    Map<EventKey, Held> find(Map<LiveFile, List<EventKey>> candidates) throws IOException {
        Map<EventKey, Held> held = new HashMap<>();
        for (var candidate : candidates.entrySet()) {
            LiveFile file = candidate.getKey();
            scan.find(file, candidate.getValue()).forEach((key, revision) -> held.merge(key, new Held(file, revision),
                    (a, b) -> b.revision() > a.revision() ? b : a));
        }
        return held;
    }
}
