package io.millrace.table.internal.keys;

import java.util.BitSet;
import java.util.List;

import io.millrace.table.EventBatch;
import io.millrace.table.mergerule.EventKey;

/**
 * The keys of a merge as bytes, which it hashes, sorts and writes. A key is identified by its index, from 0.
 *
 * @param packed
 *            the keys
 * @param hashes
 *            their hashes, in the same order
 * @param oldestIngestMicros
 *            files whose newest row was ingested before this time, in microseconds since the epoch, need not be searched
 */
public record KeyBatch(KeyBuffer packed, long[] hashes, long oldestIngestMicros) {
    public static final KeyBatch NONE = of(List.<EventKey>of(), Long.MIN_VALUE);

    public static KeyBatch of(List<EventKey> keys, long oldestIngestMicros) {
        return of(KeyBuffer.of(keys), oldestIngestMicros);
    }

    /** The keys of a buffer. */
    public static KeyBatch of(KeyBuffer packed, long oldestIngestMicros) {
        long[] hashes = new long[packed.count()];
        for (int index = 0; index < hashes.length; index++) {
            hashes[index] = packed.hash(index);
        }
        return new KeyBatch(packed, hashes, oldestIngestMicros);
    }

    /**
     * The keys of some events. Rows that were ingested longer than the horizon before the oldest of them do not matter.
     *
     * @param rows
     *            the indexes of the events
     */
    public static KeyBatch of(EventBatch events, int[] rows, long horizonMicros) {
        long oldest = Long.MAX_VALUE;
        for (int row : rows) {
            oldest = Math.min(oldest, events.ingestedAtMicros(row));
        }
        return of(KeyBuffer.of(events.pks(), events.eventIds(), rows),
                rows.length == 0 ? Long.MIN_VALUE : oldest - horizonMicros);
    }

    /** The keys as texts, each made on access. */
    public List<EventKey> keys() {
        return packed.texts();
    }

    /** The keys at some indexes. */
    public KeyBatch only(BitSet places) {
        return places.cardinality() == hashes.length
                ? this
                : new KeyBatch(packed.only(places), places.stream().mapToLong(place -> hashes[place]).toArray(),
                        oldestIngestMicros);
    }
}
