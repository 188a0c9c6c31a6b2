package io.millrace.table.internal.keys;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import io.millrace.table.EventRow;
import io.millrace.table.mergerule.EventKey;

/**
 * Keys as a merge needs them: it makes them bytes once, to hash them, to order them and to write them. A key is known by
 * its place, from 0.
 *
 * @param keys
 *            the keys
 * @param packed
 *            the same, in the same order
 * @param hashes
 *            their hashes, in the same order
 * @param oldestIngestMicros
 *            files whose newest row was ingested before this cannot hold one that matters
 */
public record KeyBatch(List<EventKey> keys, KeyBuffer packed, long[] hashes, long oldestIngestMicros) {
    public static final KeyBatch NONE = of(List.of(), Long.MIN_VALUE);

    public static KeyBatch of(List<EventKey> keys, long oldestIngestMicros) {
        KeyBuffer packed = KeyBuffer.of(keys);
        long[] hashes = new long[keys.size()];
        for (int place = 0; place < hashes.length; place++) {
            hashes[place] = packed.hash(place);
        }
        return new KeyBatch(keys, packed, hashes, oldestIngestMicros);
    }

    /** Those of rows, in their order. What was ingested longer than the horizon before them does not matter. */
    public static KeyBatch ofRows(List<EventRow> rows, long horizonMicros) {
        List<EventKey> keys = new ArrayList<>(rows.size());
        long oldest = Long.MAX_VALUE;
        for (EventRow row : rows) {
            keys.add(row.key());
            oldest = Math.min(oldest, row.ingestedAtMicros());
        }
        return of(keys, rows.isEmpty() ? Long.MIN_VALUE : oldest - horizonMicros);
    }

    /** Those at some places. */
    public KeyBatch only(BitSet places) {
        return places.cardinality() == hashes.length
                ? this
                : new KeyBatch(places.stream().mapToObj(keys::get).toList(), packed.only(places),
                        places.stream().mapToLong(place -> hashes[place]).toArray(), oldestIngestMicros);
    }
}
