package io.millrace.table;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import io.millrace.table.mergerule.EventKey;
import org.jspecify.annotations.Nullable;

/** Reads a table without writing to it. Throws the exceptions of {@link EventTable}. */
public interface TableReader extends AutoCloseable {
    /**
     * One commit of the table's history.
     *
     * @param version
     *            the version that it made
     * @param timestampMillis
     *            time of the commit, milliseconds since the epoch
     * @param writer
     *            the engine that made it; commits of Millrace end in {@code /millrace-<writer>}
     * @param filesAdded
     *            number of files that it added
     */
    record Commit(long version, long timestampMillis, String writer, int filesAdded) {}

    /**
     * A row and its place in the table.
     *
     * @param version
     *            the version that was read
     * @param file
     *            the data file, relative to the table
     * @param partitionValues
     *            values of the partition columns in the text form of the Delta protocol; null stands for null
     * @param values
     *            values by column name
     */
    record LocatedRow(long version, String file, Map<String, @Nullable String> partitionValues,
            Map<String, @Nullable Object> values) {}

    /**
     * The sizes of the data files of a version.
     *
     * @param files
     *            their number
     * @param bytes
     *            their total size
     * @param smallFiles
     *            number of those below a limit
     */
    record FileSizes(int files, long bytes, int smallFiles) {
        public static final FileSizes NONE = new FileSizes(0, 0, 0);
    }

    /** The status of the newest version; empty when there is no table. */
    Optional<TableStatus> status();

    /**
     * The sizes of the files of the newest version; {@link FileSizes#NONE} when there is no table.
     *
     * @param smallBelow
     *            the size in bytes below which a file is small
     */
    FileSizes fileSizes(long smallBelow);

    /** The columns of the newest version; empty when there is no table. */
    List<Column> columns();

    /**
     * Reads rows, in no order.
     *
     * @param limit
     *            upper limit of the number of rows
     * @param sink
     *            takes each row: values by column name, in the forms that {@link ColumnType} defines
     */
    void rows(long limit, Consumer<Map<String, @Nullable Object>> sink);

    /**
     * Reads the values of some columns of all rows, in no order.
     *
     * @param names
     *            the names of the columns, none of which may partition the table; a column that the table lacks is left out
     * @param sink
     *            takes the values of each row by column name
     */
    void values(Set<String> names, Consumer<Map<String, @Nullable Object>> sink);

    /** Takes rows by the hashes of their keys. */
    interface KeyRowSink {
        /** The partition of a row without a value. */
        int NO_PARTITION = Integer.MIN_VALUE;
        /** The offset and the time of a row without a value. */
        long NO_NUMBER = Long.MIN_VALUE;

        /**
         * Begins the rows of a file.
         *
         * @param addedIn
         *            the version that added the file with rows that no earlier file had, as far as the log says; {@link #NO_NUMBER}
         *            when the file has rows that a compaction or a merge of Millrace copied, and when all files are read
         */
        default void file(long addedIn) {}

        /**
         * Takes a row.
         *
         * @param keyHash
         *            {@link EventKey#hash()}
         * @param partition
         *            the Kafka partition of its record by its metadata column; {@link #NO_PARTITION} without a
         *            value, and for a number that is none of a partition
         * @param offset
         *            the offset of its record by its metadata column; {@link #NO_NUMBER} without a value
         * @param ingestedAtMicros
         *            its time of acceptance in microseconds since the epoch, in the same way as the offset
         */
        void row(long keyHash, int partition, long offset, long ingestedAtMicros);
    }

    /**
     * Reads the keys and the coordinates of the rows in some files, column by column and in no order.
     *
     * @param keys
     *            the columns of keys
     * @param after
     *            a version: only files of the newest version that a later commit added are read; -1 for all files. All files
     *            are read as well when the log does not reach back to this version.
     */
    void keyRows(TableShape.KeyColumns keys, long after, KeyRowSink sink);

    /**
     * Whether files were added after a version with rows that no earlier file had, see {@link KeyRowSink#file}. True as well when
     * the log does not reach back to this version.
     */
    boolean hasNewFiles(long after);

    /**
     * Finds the rows with a key: one, or none, unless the key came again after the dedup horizon. Reads the pages of each file
     * that may hold the key.
     *
     * @param keys
     *            the columns of keys
     * @param columns
     *            names of the columns to read of the rows, which do not partition the table
     */
    List<LocatedRow> locate(TableShape.KeyColumns keys, EventKey key, Set<String> columns);

    /** The commits that are still in the log, oldest first. */
    default List<Commit> history() {
        return history(Integer.MAX_VALUE);
    }

    /**
     * The newest commits that are still in the log, oldest first.
     *
     * @param newest
     *            the largest number of versions to read, 1 or more
     */
    List<Commit> history(int newest);

    /**
     * For every row the milliseconds from its acceptance by the gateway to the commit that made it visible, in no order. For a
     * row in a file that a merge rewrote, the commit of that merge counts; a compaction changes nothing. Covers only commits
     * that are still in the log, and files that vacuum has not removed.
     */
    List<Long> freshnessMillis();

    @Override
    void close();
}
