package io.millrace.table;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import io.millrace.table.mergerule.EventKey;

/**
 * The table of one stream, as one process sees it. Any number of processes may use the same table at the same time. Methods
 * block on the storage; calls on one instance run one after the other.
 *
 * <p>
 * Methods that access the storage throw {@link TableUnavailableException} when the storage fails, and
 * {@link TableRefusedException} when the table has a feature, property or schema that Millrace does not support.
 */
public interface EventTable extends AutoCloseable {
    /**
     * The next offset of a partition that is not in the table; empty when nothing of the partition was ever merged. Reads the
     * newest version of the table first.
     */
    OptionalLong watermark(SourcePartition source);

    /**
     * Merges a batch by the merge rule, exactly once. After {@link MergeOutcome.Merged} and
     * {@link MergeOutcome.AlreadyMerged} every row of the batch is in the table, by this call or by an earlier one.
     */
    MergeOutcome merge(MicroBatch batch);

    /** Which of the keys are in the table, by an exact check. Reads the newest version of the table first. */
    Set<EventKey> present(Collection<EventKey> keys);

    /**
     * Those of the hashes of keys that two or more rows have, by the key index: 62 of the 64 bits decide, and files that do not
     * fit into the index are left out. Reads the newest version of the table first.
     *
     * @param keyHashes
     *            hashes of keys, see {@link EventKey#hash()}
     * @param oldestIngestMicros
     *            files whose newest row was ingested before this time, in microseconds since the epoch, need not be searched
     */
    Set<Long> repeated(long[] keyHashes, long oldestIngestMicros);

    /**
     * Records numbers under names, beside the watermarks, in a commit without rows: progress that must be as durable as the
     * table, such as that of an audit. A name that has this number or a higher number is left as it is.
     *
     * @param mark
     *            numbers by name; no name may start as {@link SourcePartition#applicationId()} does
     */
    void mark(Map<String, Long> mark);

    /** The number recorded under a name by {@link #mark}; empty without one. Reads the newest version first. */
    OptionalLong marked(String name);

    /** The books by Kafka's topic id, of every topic that has been merged. Reads the newest version first. */
    Map<String, Books> books();

    /**
     * Records the difference of the books of each topic as explained, in a commit without rows. The books balance until a
     * further difference occurs.
     *
     * @param reason
     *            the explanation, see {@link AcknowledgedDifference#isReason}
     * @return the entries; none when the books balance
     */
    List<AcknowledgedDifference> acknowledge(String reason);

    /**
     * How often this instance found that the table was replaced by another table, or put back to another history. A batch
     * that starts above the watermark of the table found is then a {@link MergeOutcome.OffsetGap}. Never blocks.
     */
    long replacements();

    /** Memory used by the key index, in bytes. */
    long keyIndexBytes();

    /** How the table is partitioned, as this instance last read it. Does not access the storage. */
    Partitioning partitioning();

    /** The state of the table now. */
    TableStatus status();

    /**
     * The last failure of background work, such as writing a checkpoint; empty again after the next success. Such a failure
     * makes opening the table slower and loses no row. Never blocks.
     */
    default Optional<String> backgroundFailure() {
        return Optional.empty();
    }

    /** Waits up to five seconds for background work, such as a checkpoint, and ends it. */
    @Override
    void close();

    /**
     * How a table is partitioned: by its log, whatever partitioning the contract names for new tables.
     *
     * @param columns
     *            the partition columns, in order; empty for an unpartitioned table, and before the table was first read
     * @param written
     *            number of partitions to which the last committed merge of this instance wrote files; 0 before the first
     */
    record Partitioning(List<String> columns, int written) {}
}
