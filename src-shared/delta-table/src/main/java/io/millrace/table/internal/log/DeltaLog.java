package io.millrace.table.internal.log;

import java.util.List;
import java.util.Optional;

import io.millrace.table.TableShape;

/** The transaction log of one table, as one process sees it. Not thread-safe. Failures are unchecked. */
public interface DeltaLog {
    /** What is known of the table; empty before the first {@link #advance} that found one. */
    Optional<TableState> state();

    /**
     * Reads what others committed since; finds out whether the table exists. When the version that was known is not the
     * one that is there now, the table was replaced or put back, and is read from the start. A table that was known and is gone is
     * {@link io.millrace.table.TableRefusedException}: it is never made again behind the back of its owner.
     */
    TableState.Change advance();

    /** How often the table was found to be another one, or to have another history, than the one that was known. */
    long replacements();

    /** Makes the table, unless somebody else did at the same time; both is success. {@link #advance} then finds it. */
    void create(TableShape shape);

    /** Tries to commit on top of {@link #state()}, once. Committed, {@link #state()} is the version that it made. */
    CommitResult tryCommit(List<LogAction> actions);

    /**
     * Tries to give the table these columns, once, on top of {@link #state()}. Committed, {@link #state()} is empty until
     * the next {@link #advance()}.
     */
    CommitResult tryEvolve(TableShape shape);

    /**
     * Tries to partition the table by other columns, once, on top of {@link #state()}. Committed, {@link #state()} is empty
     * until the next {@link #advance()}.
     *
     * @param files
     *            actions that replace every file
     */
    CommitResult tryRepartition(List<String> partitionColumns, List<LogAction> files);

    /** The newest version that has a checkpoint, -1 when none has. */
    long lastCheckpoint();

    /** What failed in the background, as the writing of a checkpoint, until it succeeds. */
    default Optional<String> backgroundFailure() {
        return Optional.empty();
    }

    /** Waits for background work and ends it. */
    void close();
}
