package io.millrace.table;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import io.millrace.table.mergerule.EventKey;

/**
 * The table of one stream, as one process sees it. Any number of processes may have one on the same table at the same
 * time. Methods block on storage; calls on one instance exclude each other.
 *
 * <p>
 * All methods throw {@link TableUnavailableException} when the storage fails and {@link TableRefusedException} when the
 * table is not one that Millrace can keep its promises on.
 */
public interface EventTable extends AutoCloseable {
    /**
     * The next offset that the table needs of a partition; empty when it has never seen the partition. Asks the storage
     * for the newest version first.
     */
    OptionalLong watermark(SourcePartition source);

    /**
     * Merges a batch by the law, exactly once. When it returns {@link MergeOutcome.Merged} or {@link
     * MergeOutcome.AlreadyMerged}, every row of the batch is in the table, by this call or another.
     */
    MergeOutcome merge(MicroBatch batch);

    /** Which of the keys are in the table, by an exact check. Asks the storage for the newest version first. */
    Set<EventKey> present(Collection<EventKey> keys);

    /**
     * Records a number under a name, beside the watermarks, in a commit without rows; for progress that must be as
     * durable as the table, such as an audit's. Does nothing when the name has this number or a higher one.
     *
     * @param mark
     *            the name; must not start as {@link SourcePartition#applicationId()} does
     */
    void mark(Map<String, Long> mark);

    /** The number recorded under a name by {@link #mark}. */
    OptionalLong marked(String name);

    /**
     * How often the table was found to be another one than before, or put back to another history. Batches that do not join
     * what is in it are a {@link MergeOutcome.OffsetGap} then.
     */
    long replacements();

    /** The memory that the key index takes, in bytes. */
    long keyIndexBytes();

    /** How the table is partitioned, as far as this instance knows: it does not ask the storage. */
    Partitioning partitioning();

    /** What is in the table now. */
    TableStatus status();

    /**
     * What failed in the background, such as the writing of a checkpoint, until it succeeds. It costs speed and no row. Never
     * blocks.
     */
    default Optional<String> backgroundFailure() {
        return Optional.empty();
    }

    /** Ends background work, such as checkpoints, in good order. */
    @Override
    void close();

    /**
     * How a table is partitioned. What its log says decides, and not what the contract wants for new tables.
     *
     * @param columns
     *            the partition columns, in order; empty also before the table was first read
     * @param written
     *            to how many partitions the last committed merge of this instance wrote files; 0 before the first
     */
    record Partitioning(List<String> columns, int written) {}
}
