package io.millrace.table.vector;

import java.util.Arrays;

import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import org.jspecify.annotations.Nullable;

/**
 * The values of a column, or of a field or element below it, in the order in which they were appended. An entry is known by
 * its index, from 0. Used by one thread.
 */
public abstract sealed class ColumnVector
        permits
        BooleanVector,
        BytesVector,
        DoubleVector,
        FloatVector,
        IntVector,
        ListVector,
        LongVector,
        MapVector,
        StructVector {
    private static final int FIRST_CAPACITY = 64;
    /** An array with this factor more room than the last entries needed is given back. */
    private static final int WASTE = 8;

    private int size;
    private int capacity;
    /** Whether the entry at an index is null; null while no entry is. */
    private boolean @Nullable [] nulls;

    /** An empty vector for values of a type. */
    public static ColumnVector of(ColumnType type) {
        return switch (type) {
            case ColumnType.Bool t -> new BooleanVector();
            case ColumnType.Int32 t -> new IntVector();
            case ColumnType.Date t -> new IntVector();
            case ColumnType.Int64 t -> new LongVector();
            case ColumnType.Timestamp t -> new LongVector();
            case ColumnType.Float32 t -> new FloatVector();
            case ColumnType.Float64 t -> new DoubleVector();
            case ColumnType.Text t -> BytesVector.ofText();
            case ColumnType.Bytes t -> BytesVector.ofBytes();
            case ColumnType.Decimal decimal -> decimal.isLong()
                    ? LongVector.ofDecimal(decimal.scale())
                    : BytesVector.ofDecimal(decimal);
            case ColumnType.Struct struct -> new StructVector(struct.fields().stream().map(Column::name).toList(),
                    struct.fields().stream().map(field -> of(field.type())).toList());
            case ColumnType.ListOf list -> new ListVector(of(list.element()));
            case ColumnType.MapOf map -> new MapVector(BytesVector.ofText(), of(map.value()));
        };
    }

    /** The number of entries. */
    public final int size() {
        return size;
    }

    /** Whether an entry is null. */
    public final boolean isNull(int index) {
        return nulls != null && nulls[index];
    }

    /** Whether any entry is null, or was before the last {@link #clear}. */
    public final boolean mayHaveNulls() {
        return nulls != null;
    }

    /** Appends a null. */
    public final void appendNull() {
        int index = next();
        if (nulls == null) {
            nulls = new boolean[capacity];
        }
        nulls[index] = true;
        nullAt(index);
    }

    /**
     * Appends a value, or null.
     *
     * @param value
     *            in the Java type that {@link ColumnType} names
     * @throws IllegalArgumentException
     *             when it is of another type; the vector then may have parts of it, see {@link #truncate}
     */
    public final void append(@Nullable Object value) {
        if (value == null) {
            appendNull();
            return;
        }
        try {
            appendValue(value);
        } catch (ClassCastException e) {
            throw new IllegalArgumentException("a " + getClass().getSimpleName() + " has no value of type "
                    + value.getClass().getName(), e);
        }
    }

    /** An entry in the Java type that {@link ColumnType} names; null when it is null. */
    public final @Nullable Object get(int index) {
        return isNull(index) ? null : value(index);
    }

    /** Whether an entry is a text without characters. */
    public boolean isEmptyText(int index) {
        return false;
    }

    /** A hash of an entry: equal for {@linkplain #same equal} ones. */
    public final int hash(int index) {
        return isNull(index) ? 0 : valueHash(index);
    }

    /** Whether two entries are equal. */
    public final boolean same(int index, int other) {
        return isNull(index) || isNull(other) ? isNull(index) == isNull(other) : sameValue(index, other);
    }

    /** Removes the entries from an index on, and the parts of an entry that was not completed. */
    public final void truncate(int from) {
        if (nulls != null && from < size) {
            Arrays.fill(nulls, from, size, false);
        }
        truncateValues(from);
        size = Math.min(size, from);
    }

    /** Removes all entries. Keeps the memory for the next ones, unless these needed much less of it. */
    public final void clear() {
        clearValues();
        int needed = Math.max(FIRST_CAPACITY, size);
        size = 0;
        nulls = null;
        if (capacity / WASTE > needed) {
            capacity = needed;
            resize(capacity);
        }
    }

    /** The memory of the arrays, in bytes. */
    public long capacityBytes() {
        return (long) capacity * entryBytes() + (nulls == null ? 0 : capacity);
    }

    /** Makes room for an entry that is not null, or whose null is noted by the caller; returns its index. */
    final int next() {
        if (size == capacity) {
            capacity = size == 0 ? FIRST_CAPACITY : larger(size);
            resize(capacity);
            if (nulls != null) {
                nulls = Arrays.copyOf(nulls, capacity);
            }
        }
        return size++;
    }

    /** A length above this one for an array that is full. */
    static int larger(int length) {
        if (length >= Integer.MAX_VALUE - Long.BYTES) {
            throw new OutOfMemoryError("a column of one merge needs more than 2 GB");
        }
        return (int) Math.min(Integer.MAX_VALUE - Long.BYTES, length + (length >> 1) + (long) FIRST_CAPACITY);
    }

    /** Gives the arrays that have a value for each entry this length. */
    abstract void resize(int capacity);

    /** The size of one entry in these arrays, in bytes. */
    abstract int entryBytes();

    /** Appends a value that is not null. */
    abstract void appendValue(Object value);

    /** The value of an entry that is not null. */
    abstract Object value(int index);

    /** A hash of the value of an entry that is not null. */
    int valueHash(int index) {
        return value(index).hashCode();
    }

    /** Whether the values of two entries that are not null are equal. */
    boolean sameValue(int index, int other) {
        return value(index).equals(value(other));
    }

    /** Completes the entry of a null. */
    void nullAt(int index) {
        // A vector of numbers keeps the number that is there.
    }

    /** Removes what the entries from an index on have in other arrays. */
    void truncateValues(int from) {
        // A vector of numbers has no other arrays.
    }

    /** Removes what all entries have in other arrays. */
    void clearValues() {
        // A vector of numbers has no other arrays.
    }
}
