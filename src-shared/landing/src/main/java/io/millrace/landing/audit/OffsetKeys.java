package io.millrace.landing.audit;

import java.util.Arrays;
import java.util.BitSet;

import io.millrace.table.mergerule.OffsetRange;

/** For each offset of a range: the hash of the key of its event, or that its record is no event, or that it has no record. */
final class OffsetKeys {
    /** The value for an offset without a record. */
    private static final long NO_RECORD = 0;
    private static final long NO_EVENT = 1;
    /** A record that is no event now and was one when it was merged: the table has a row from its offset. */
    private static final long FORMER_EVENT = 2;
    private static final long FIRST_HASH = 3;

    private final OffsetRange range;
    private final long[] values;

    OffsetKeys(OffsetRange range) {
        this.range = range;
        this.values = new long[Math.toIntExact(range.until() - range.from())];
        Arrays.fill(values, NO_RECORD);
    }

    /** A hash that is none of the other values. */
    static long legal(long hash) {
        return hash >= 0 && hash < FIRST_HASH ? hash + FIRST_HASH : hash;
    }

    OffsetRange range() {
        return range;
    }

    boolean contains(long offset) {
        return offset >= range.from() && offset < range.until();
    }

    /** The record at an offset is an event with this key. */
    void event(long offset, long hash) {
        values[index(offset)] = hash;
    }

    /** The record at an offset is no event. */
    void noEvent(long offset) {
        values[index(offset)] = NO_EVENT;
    }

    /** Whether there is a record at an offset, of whatever kind. */
    boolean hasRecord(long offset) {
        return values[index(offset)] != NO_RECORD;
    }

    /** Whether a row from this offset with this key has its record; the record may be no event by the contract of today. */
    boolean explains(long offset, long hash) {
        int index = index(offset);
        if (values[index] == NO_EVENT) {
            values[index] = FORMER_EVENT;
        }
        return values[index] == hash || values[index] == FORMER_EVENT;
    }

    /** Takes each event. */
    interface Events {
        /** Takes the event at an offset. */
        void accept(long offset, long hash);
    }

    void forEachEvent(Events events) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] < 0 || values[i] >= FIRST_HASH) {
                events.accept(range.from() + i, values[i]);
            }
        }
    }

    /** The offsets of records that are no events and from which no row came, counted from the start of the range. */
    BitSet withoutRow() {
        BitSet found = new BitSet(values.length);
        for (int i = 0; i < values.length; i++) {
            if (values[i] == NO_EVENT) {
                found.set(i);
            }
        }
        return found;
    }

    private int index(long offset) {
        return (int) (offset - range.from());
    }
}
