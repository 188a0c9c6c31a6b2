package io.millrace.landing;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import io.millrace.landing.decode.ColumnDecoder;

/**
 * The memory that the columns of streams keep between merges, so that the next merge does not allocate it. Above a limit, the
 * streams that have not merged for the longest time give theirs back.
 */
final class RestingColumns {
    private final long most;
    /** The bytes of each, in the order in which they came to rest. */
    private final Map<ColumnDecoder, Long> resting = new LinkedHashMap<>();
    private long bytes;

    /**
     * @param most
     *            what all of them may keep, in bytes
     */
    RestingColumns(long most) {
        this.most = most;
    }

    /** Takes the columns of a stream, for a merge. */
    synchronized void take(ColumnDecoder columns) {
        Long kept = resting.remove(columns);
        bytes -= kept == null ? 0 : kept;
    }

    /** Keeps the columns of a stream after a merge. */
    synchronized void keep(ColumnDecoder columns) {
        long kept = columns.capacityBytes();
        resting.put(columns, kept);
        bytes += kept;
        giveBack(most);
    }

    /** Gives all back. */
    synchronized void giveBack() {
        giveBack(0);
    }

    private void giveBack(long left) {
        for (Iterator<Map.Entry<ColumnDecoder, Long>> oldest = resting.entrySet().iterator(); bytes > left
                && oldest.hasNext();) {
            Map.Entry<ColumnDecoder, Long> next = oldest.next();
            next.getKey().release();
            bytes -= next.getValue();
            oldest.remove();
        }
    }

    /** The bytes that are kept. */
    synchronized long bytes() {
        return bytes;
    }
}
