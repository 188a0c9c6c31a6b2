package io.millrace.table.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.millrace.table.TableShape;
import org.jspecify.annotations.Nullable;

/** The rows of a batch that are to be written, by partition. A row is known by its place in the batch, from 0. */
final class RowsByPartition {
    private static final int NOT_WRITTEN = -1;

    private final TableShape shape;
    private final Map<List<@Nullable Object>, Integer> partitions = new LinkedHashMap<>();
    private final int[] partitionOf;
    private final int[] rowOf;
    private final List<Map<String, @Nullable Object>> rows;

    /**
     * @param shape
     *            of the rows
     * @param places
     *            places are below this
     */
    RowsByPartition(TableShape shape, int places) {
        this.shape = shape;
        this.partitionOf = new int[places];
        this.rowOf = new int[places];
        this.rows = new ArrayList<>(places);
        Arrays.fill(partitionOf, NOT_WRITTEN);
    }

    /**
     * The rows of a partition, in the order in which they are written.
     *
     * @param values
     *            {@link PartitionValues#raw}
     * @param rows
     *            the rows
     * @param keyHashes
     *            of their keys
     */
    record Partition(List<@Nullable Object> values, List<Map<String, @Nullable Object>> rows, long[] keyHashes) {
        private static Partition of(List<@Nullable Object> values, int rows) {
            return new Partition(values, new ArrayList<>(rows), new long[rows]);
        }

        private void add(Map<String, @Nullable Object> row, long hash) {
            keyHashes[rows.size()] = hash;
            rows.add(row);
        }
    }

    /** Has a row written. */
    void add(int place, Map<String, @Nullable Object> row) {
        int next = partitions.size();
        partitionOf[place] = partitions.computeIfAbsent(PartitionValues.raw(shape, row), values -> next);
        rowOf[place] = rows.size();
        rows.add(row);
    }

    int count() {
        return rows.size();
    }

    /**
     * The partitions, in the order in which they were met.
     *
     * @param order
     *            all places, in the order in which rows are to be written
     * @param hashes
     *            the hash of the key at each place
     */
    List<Partition> inOrder(int[] order, long[] hashes) {
        int[] sizes = new int[partitions.size()];
        Arrays.stream(partitionOf).filter(partition -> partition != NOT_WRITTEN).forEach(p -> sizes[p]++);
        List<Partition> found = new ArrayList<>(sizes.length);
        partitions.forEach((values, number) -> found.add(Partition.of(values, sizes[number])));
        for (int place : order) {
            if (partitionOf[place] != NOT_WRITTEN) {
                found.get(partitionOf[place]).add(rows.get(rowOf[place]), hashes[place]);
            }
        }
        return found;
    }
}
