package io.millrace.table.internal;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import io.millrace.table.EventRow;
import io.millrace.table.law.EventKey;

/**
 * Keys as a merge needs them: it makes them bytes once, to hash them, to order them and to write them. A key is known by
 * its place, from 0.
 *
 * @param keys
 *            the keys
 * @param utf8
 *            the same, in the same order
 * @param hashes
 *            their hashes, in the same order
 * @param oldestIngestMicros
 *            files whose newest row was ingested before this cannot hold one that matters
 */
record HashedKeys(List<EventKey> keys, List<Utf8Key> utf8, long[] hashes, long oldestIngestMicros) {
    static final HashedKeys NONE = of(List.of(), Long.MIN_VALUE);

    static HashedKeys of(List<EventKey> keys, long oldestIngestMicros) {
        List<Utf8Key> utf8 = new ArrayList<>(keys.size());
        long[] hashes = new long[keys.size()];
        for (EventKey key : keys) {
            Utf8Key bytes = Utf8Key.of(key);
            hashes[utf8.size()] = bytes.hash();
            utf8.add(bytes);
        }
        return new HashedKeys(keys, utf8, hashes, oldestIngestMicros);
    }

    /** Those of rows, in their order. What was ingested longer than the horizon before them does not matter. */
    static HashedKeys ofRows(List<EventRow> rows, long horizonMicros) {
        List<EventKey> keys = new ArrayList<>(rows.size());
        long oldest = Long.MAX_VALUE;
        for (EventRow row : rows) {
            keys.add(row.key());
            oldest = Math.min(oldest, row.ingestedAtMicros());
        }
        return of(keys, rows.isEmpty() ? Long.MIN_VALUE : oldest - horizonMicros);
    }

    /** Those at some places. */
    HashedKeys only(BitSet places) {
        int count = places.cardinality();
        if (count == hashes.length) {
            return this;
        }
        List<EventKey> someKeys = new ArrayList<>(count);
        List<Utf8Key> someUtf8 = new ArrayList<>(count);
        long[] someHashes = new long[count];
        for (int place = places.nextSetBit(0); place >= 0; place = places.nextSetBit(place + 1)) {
            someHashes[someKeys.size()] = hashes[place];
            someKeys.add(keys.get(place));
            someUtf8.add(utf8.get(place));
        }
        return new HashedKeys(someKeys, someUtf8, someHashes, oldestIngestMicros);
    }
}
