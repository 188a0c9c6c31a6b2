package io.millrace.table.internal.datafile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.millrace.table.vector.ColumnVector;
import io.millrace.table.vector.ColumnVectors;
import org.jspecify.annotations.Nullable;

/** Numbers the partitions of rows, from 0, in the order in which they are met. */
final class PartitionNumbers {
    private static final int FIRST_SLOTS = 64;
    private static final int HASH_FACTOR = 31;
    /** Spreads hashes that follow one another, as those of days do: the golden ratio in 32 bits. */
    private static final int SPREAD = 0x9E3779B9;

    private final @Nullable ColumnVector[] columns;
    /** The number of a partition plus one; 0 where none is. Open addressing, at most half full. */
    private int[] slots = new int[FIRST_SLOTS];
    /** The index of the first row of each partition. */
    private int[] firstRows = new int[FIRST_SLOTS / 2];
    private int count;

    /**
     * @param names
     *            the partition columns; null is the value of one that the rows lack
     */
    PartitionNumbers(List<String> names, ColumnVectors rows) {
        this.columns = names.stream().map(rows::find).toArray(ColumnVector[]::new);
    }

    /** The number of partitions so far. */
    int count() {
        return count;
    }

    /** The values of the partition columns in a partition. In Delta the empty text and null are the same. */
    List<@Nullable Object> values(int partition) {
        List<@Nullable Object> values = new ArrayList<>(columns.length);
        for (ColumnVector column : columns) {
            Object value = column == null ? null : column.get(firstRows[partition]);
            values.add("".equals(value) ? null : value);
        }
        return values;
    }

    /** The number of the partition that a row is in. */
    int of(int row) {
        if (count > 0 && isSame(firstRows[count - 1], row)) {
            return count - 1;
        }
        int slot = slot(row);
        if (slots[slot] == 0) {
            if (count == firstRows.length) {
                grow();
                slot = slot(row);
            }
            firstRows[count] = row;
            slots[slot] = ++count;
        }
        return slots[slot] - 1;
    }

    /** The slot of the partition of a row, or the free one that it is to have. */
    private int slot(int row) {
        int hash = 0;
        for (ColumnVector column : columns) {
            hash = hash * HASH_FACTOR + (column == null || column.isEmptyText(row) ? 0 : column.hash(row));
        }
        int slot = hash * SPREAD >>> Integer.numberOfLeadingZeros(slots.length) + 1;
        while (slots[slot] > 0 && !isSame(firstRows[slots[slot] - 1], row)) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    private boolean isSame(int row, int other) {
        for (ColumnVector column : columns) {
            if (column != null && !(column.same(row, other) || isNone(column, row) && isNone(column, other))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNone(ColumnVector column, int row) {
        return column.isNull(row) || column.isEmptyText(row);
    }

    private void grow() {
        firstRows = Arrays.copyOf(firstRows, 2 * firstRows.length);
        slots = new int[2 * slots.length];
        for (int partition = 0; partition < count; partition++) {
            slots[slot(firstRows[partition])] = partition + 1;
        }
    }
}
