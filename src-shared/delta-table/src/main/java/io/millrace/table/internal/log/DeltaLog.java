package io.millrace.table.internal.log;

import java.util.List;
import java.util.Optional;

import io.millrace.table.TableShape;

/** The transaction log of one table, as one process sees it. Not thread-safe. Failures of the storage are unchecked. */
public interface DeltaLog {
    /** The version that was read last; empty before the first {@link #advance} that found a table. */
    Optional<TableState> state();

    /**
     * Reads the commits that other writers made since {@link #state()}; without a state, reads the table if it exists. When
     * the commit file of the known version is not the file that was read, the table was replaced or put back to an earlier
     * version, and is read from the start.
     *
     * @throws io.millrace.table.TableRefusedException
     *             when a table that was read before does not exist any more: it is not created again without its owner
     */
    TableState.Change advance();

    /** How often {@link #advance} found another table, or another history, than before. */
    long replacements();

    /** Creates the table; does nothing when another writer created it first. {@link #advance} then finds it. */
    void create(TableShape shape);

    /** Tries once to commit on top of {@link #state()}. After {@link CommitResult.Committed} that is the version made. */
    CommitResult tryCommit(List<LogAction> actions);

    /**
     * Tries once to change the columns of the table, on top of {@link #state()}. After {@link CommitResult.Committed} there is
     * no state until the next {@link #advance()}.
     */
    CommitResult tryEvolve(TableShape shape);

    /**
     * Tries once to partition the table by other columns, on top of {@link #state()}. After {@link CommitResult.Committed}
     * there is no state until the next {@link #advance()}.
     *
     * @param files
     *            actions that replace every data file
     */
    CommitResult tryRepartition(List<String> partitionColumns, List<LogAction> files);

    /** The newest version that has a checkpoint; -1 without a checkpoint. */
    long lastCheckpoint();

    /** The last failure of background work, such as writing a checkpoint; empty again after the next success. */
    default Optional<String> backgroundFailure() {
        return Optional.empty();
    }

    /**
     * Waits before the next attempt to commit, see {@link Backoff}.
     *
     * @param attempt
     *            number of attempts so far, 1 or more
     */
    default void backOff(int attempt) {
        Backoff.after(attempt);
    }

    /** Waits up to five seconds for background work, and ends it. */
    void close();
}
