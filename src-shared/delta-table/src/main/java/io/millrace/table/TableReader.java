package io.millrace.table;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/** Looks at a table without writing to it. Throws as {@link EventTable} does. */
public interface TableReader extends AutoCloseable {
    /**
     * One commit of the table's history.
     *
     * @param version
     *            the version it made
     * @param timestampMillis
     *            when, milliseconds since the epoch
     * @param writer
     *            the engine that made it; ours end in {@code /millrace-<writer>}
     * @param filesAdded
     *            how many files it added
     */
    record Commit(long version, long timestampMillis, String writer, int filesAdded) {}

    /** What is in the table now; empty when there is no table. */
    Optional<TableStatus> status();

    /** The columns, as they are now; empty when there is no table. */
    List<Column> columns();

    /** Hands out rows, as maps by column name with values as {@link ColumnType} says, at most so many. */
    void rows(long limit, Consumer<Map<String, @Nullable Object>> sink);

    /** The commits that are still in the log, oldest first. */
    List<Commit> history();

    /**
     * For every row, how long it took from its acceptance by the gateway to the commit that made it visible, in
     * milliseconds, in no order. Rows that a merge has rewritten since are counted from that merge; a compaction changes
     * nothing. Only of commits that are still in the log, and files that vacuum has left.
     */
    List<Long> freshnessMillis();

    @Override
    void close();
}
