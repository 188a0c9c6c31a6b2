package io.millrace.table;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import io.millrace.table.column.Column;
import io.millrace.table.mergerule.EventKey;
import io.millrace.table.mergerule.Precedence;
import io.millrace.table.vector.BytesVector;
import io.millrace.table.vector.ColumnVector;
import io.millrace.table.vector.ColumnVectors;
import org.jspecify.annotations.Nullable;

/**
 * Events as the columns of a table, with what the merge needs of each: its key, its precedence and its coordinates. An
 * event is known by its index, from 0. To add one, append one entry to every vector and call {@link #end}; {@link
 * #rollback} removes an event that was not ended. The memory is used again after {@link #clear}. Used by one thread.
 */
public final class EventBatch {
    private static final int FIRST_CAPACITY = 256;
    private static final int WASTE = 8;

    private final TableShape shape;
    private final ColumnVectors columns;
    private final RowValues.Names names;
    private final BytesVector pks = BytesVector.ofText();
    private final BytesVector eventIds = BytesVector.ofText();
    private int[] partitions = new int[FIRST_CAPACITY];
    private long[] offsets = new long[FIRST_CAPACITY];
    private long[] revisions = new long[FIRST_CAPACITY];
    private long[] ingestedAt = new long[FIRST_CAPACITY];
    private int size;

    /**
     * @param shape
     *            the columns that the events have
     */
    public EventBatch(TableShape shape) {
        this.shape = shape;
        this.columns = new ColumnVectors(shape.columns());
        this.names = new RowValues.Names(shape.columns().stream().map(Column::name).toList());
    }

    /** Events that were given as rows. */
    public static EventBatch of(TableShape shape, List<EventRow> rows) {
        EventBatch batch = new EventBatch(shape);
        rows.forEach(batch::append);
        return batch;
    }

    /** The columns of the table that the events are for. */
    public TableShape shape() {
        return shape;
    }

    /** The values of the events. */
    public ColumnVectors columns() {
        return columns;
    }

    /** The vectors of {@link TableShape#columns}, in their order. */
    public List<ColumnVector> vectors() {
        return columns.all();
    }

    /** The vector of a column; null when the events have no such column. */
    public @Nullable ColumnVector vector(String column) {
        return columns.find(column);
    }

    /** The first parts of the keys as UTF-8, whatever type their column has. */
    public BytesVector pks() {
        return pks;
    }

    /** The second parts of the keys as UTF-8, whatever type their column has. */
    public BytesVector eventIds() {
        return eventIds;
    }

    /** The number of events. */
    public int size() {
        return size;
    }

    /** The Kafka partition that an event came from. */
    public int partition(int index) {
        return partitions[index];
    }

    /** The Kafka offset of an event. */
    public long offset(int index) {
        return offsets[index];
    }

    /** The revision of an event, see {@link io.millrace.table.mergerule.Precedence}. */
    public long revision(int index) {
        return revisions[index];
    }

    /** When the gateway accepted an event, in microseconds since the epoch. */
    public long ingestedAtMicros(int index) {
        return ingestedAt[index];
    }

    /**
     * Ends an event that every vector has an entry of.
     *
     * @throws IllegalStateException
     *             when a vector has no entry of it, or several
     */
    public void end(int partition, long offset, long revision, long ingestedAtMicros) {
        int next = size + 1;
        List<ColumnVector> vectors = columns.all();
        for (int i = 0; i < vectors.size(); i++) {
            if (vectors.get(i).size() != next) {
                throw new IllegalStateException("column " + shape.columns().get(i).name() + " has "
                        + vectors.get(i).size() + " entries of " + next + " events");
            }
        }
        if (pks.size() != next || eventIds.size() != next) {
            throw new IllegalStateException("the keys have " + pks.size() + " and " + eventIds.size()
                    + " entries of " + next + " events");
        }
        if (size == partitions.length) {
            resize(size + (size >> 1));
        }
        partitions[size] = partition;
        offsets[size] = offset;
        revisions[size] = revision;
        ingestedAt[size] = ingestedAtMicros;
        size = next;
    }

    private void resize(int capacity) {
        partitions = Arrays.copyOf(partitions, capacity);
        offsets = Arrays.copyOf(offsets, capacity);
        revisions = Arrays.copyOf(revisions, capacity);
        ingestedAt = Arrays.copyOf(ingestedAt, capacity);
    }

    /** Removes the entries of an event that was not ended. */
    public void rollback() {
        truncate(size);
    }

    private void truncate(int events) {
        columns.truncate(events);
        pks.truncate(events);
        eventIds.truncate(events);
        size = events;
    }

    /**
     * Adds an event that is given as a row.
     *
     * @throws IllegalArgumentException
     *             when a value is of another type than its column; the event is not added then
     */
    public void append(EventRow row) {
        boolean complete = false;
        try {
            columns.append(row.values());
            append(pks, row.key().pk());
            append(eventIds, row.key().eventId());
            end(row.partition(), row.precedence().offset(), row.precedence().revision(), row.ingestedAtMicros());
            complete = true;
        } finally {
            if (!complete) {
                rollback();
            }
        }
    }

    /** An event as a row. */
    public EventRow row(int index) {
        RowValues values = new RowValues(names);
        for (int i = 0; i < vectors().size(); i++) {
            values.set(i, vectors().get(i).get(index));
        }
        return new EventRow(
                new EventKey((String) Objects.requireNonNull(pks.get(index)),
                        (String) Objects.requireNonNull(eventIds.get(index))),
                new Precedence(revisions[index], offsets[index]), partitions[index], ingestedAt[index], values);
    }

    private static void append(BytesVector texts, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        texts.append(utf8, 0, utf8.length);
    }

    /** The memory of the arrays, in bytes. */
    public long capacityBytes() {
        return columns.capacityBytes() + pks.capacityBytes()
                + eventIds.capacityBytes() + partitions.length * (Integer.BYTES + 3L * Long.BYTES);
    }

    /** Removes all events. */
    public void clear() {
        int needed = Math.max(FIRST_CAPACITY, size);
        size = 0;
        columns.clear();
        pks.clear();
        eventIds.clear();
        if (partitions.length / WASTE > needed) {
            resize(needed);
        }
    }
}
