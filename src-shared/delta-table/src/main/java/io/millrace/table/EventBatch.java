package io.millrace.table;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.millrace.table.vector.BytesVector;
import io.millrace.table.vector.ColumnVector;
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
    private final List<ColumnVector> vectors;
    private final Map<String, ColumnVector> byName = new HashMap<>();
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
        this.vectors = shape.columns().stream().map(column -> ColumnVector.of(column.type())).toList();
        for (int i = 0; i < vectors.size(); i++) {
            byName.put(shape.columns().get(i).name(), vectors.get(i));
        }
    }

    /** Events that were given as rows. */
    public static EventBatch of(TableShape shape, List<EventRow> rows) {
        EventBatch batch = new EventBatch(shape);
        rows.forEach(batch::append);
        return batch;
    }

    /** The columns. */
    public TableShape shape() {
        return shape;
    }

    /** The vectors of {@link TableShape#columns}, in their order. */
    public List<ColumnVector> vectors() {
        return vectors;
    }

    /** The vector of a column; null when the events have no such column. */
    public @Nullable ColumnVector vector(String column) {
        return byName.get(column);
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
        vectors.forEach(vector -> vector.truncate(events));
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
            for (int i = 0; i < vectors.size(); i++) {
                vectors.get(i).append(row.values().get(shape.columns().get(i).name()));
            }
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

    private static void append(BytesVector texts, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        texts.append(utf8, 0, utf8.length);
    }

    /** The memory of the arrays, in bytes. */
    public long capacityBytes() {
        return vectors.stream().mapToLong(ColumnVector::capacityBytes).sum() + pks.capacityBytes()
                + eventIds.capacityBytes() + partitions.length * (Integer.BYTES + 3L * Long.BYTES);
    }

    /** Removes all events. */
    public void clear() {
        int needed = Math.max(FIRST_CAPACITY, size);
        size = 0;
        vectors.forEach(ColumnVector::clear);
        pks.clear();
        eventIds.clear();
        if (partitions.length / WASTE > needed) {
            resize(needed);
        }
    }
}
