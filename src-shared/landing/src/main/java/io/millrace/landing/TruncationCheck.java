package io.millrace.landing;

import java.util.HashMap;
import java.util.Map;

import io.millrace.table.SourcePartition;

/**
 * Notices partitions that lost records which are in the table: they end below a watermark that was read before their end. A
 * watermark that was read after it proves nothing, as records may have come and been merged by another writer in between. For
 * one thread.
 */
public final class TruncationCheck {
    private final Map<SourcePartition, Long> watermarks = new HashMap<>();

    /**
     * Whether the partition lost records. The first call for a partition never says so.
     *
     * @param watermark
     *            of the table now
     * @param end
     *            of the partition in Kafka, read after the previous call
     */
    public boolean isTruncated(SourcePartition source, long watermark, long end) {
        Long before = watermarks.put(source, watermark);
        return before != null && end < before;
    }
}
