package io.millrace.table.internal.datafile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.millrace.table.TableShape;
import io.millrace.table.internal.keys.KeyBatch;
import io.millrace.table.internal.keys.KeyBuffer;
import io.millrace.table.vector.ColumnVectors;
import org.jspecify.annotations.Nullable;

/** The rows of a batch that are to be written, by partition. A row is known by its place in the batch, from 0. */
public final class RowsByPartition {
    private static final int NOT_WRITTEN = -1;

    private final PartitionNumbers partitions;
    private final int[] partitionOf;
    private final int[] rowOf;
    private int count;

    /**
     * @param shape
     *            of the rows
     * @param columns
     *            their values
     * @param places
     *            places are below this
     */
    public RowsByPartition(TableShape shape, ColumnVectors columns, int places) {
        this.partitions = new PartitionNumbers(shape.partitionColumns(), columns);
        this.partitionOf = new int[places];
        this.rowOf = new int[places];
        Arrays.fill(partitionOf, NOT_WRITTEN);
    }

    /**
     * The rows of a partition.
     *
     * @param values
     *            of the partition columns, in their order
     * @param rows
     *            the indexes of the rows, in the order in which they are written
     * @param keys
     *            their keys, in the same order, or none in a table without
     * @param keyHashes
     *            of the keys, in no order
     */
    public record Partition(List<@Nullable Object> values, int[] rows, KeyBuffer.Ordered keys, long[] keyHashes) {}

    /**
     * Adds a row that is to be written.
     *
     * @param place
     *            of the row in the batch
     * @param row
     *            its index in the columns
     */
    public void add(int place, int row) {
        partitionOf[place] = partitions.of(row);
        rowOf[place] = row;
        count++;
    }

    /** The number of rows. */
    public int count() {
        return count;
    }

    /**
     * The partitions, in the order in which they were met.
     *
     * @param order
     *            all places, in the order in which rows are to be written
     * @param keys
     *            the key at each place, or none
     */
    public List<Partition> inOrder(int[] order, KeyBatch keys) {
        int[] sizes = new int[partitions.count()];
        for (int partition : partitionOf) {
            if (partition != NOT_WRITTEN) {
                sizes[partition]++;
            }
        }
        int[][] places = Arrays.stream(sizes).mapToObj(int[]::new).toArray(int[][]::new);
        int[][] rows = Arrays.stream(sizes).mapToObj(int[]::new).toArray(int[][]::new);
        long[][] hashes = Arrays.stream(sizes).mapToObj(long[]::new).toArray(long[][]::new);
        boolean keyed = keys.hashes().length > 0;
        Arrays.fill(sizes, 0);
        for (int place : order) {
            int partition = partitionOf[place];
            if (partition != NOT_WRITTEN) {
                int at = sizes[partition]++;
                places[partition][at] = place;
                rows[partition][at] = rowOf[place];
                hashes[partition][at] = keyed ? keys.hashes()[place] : 0;
            }
        }
        List<Partition> found = new ArrayList<>(sizes.length);
        for (int i = 0; i < sizes.length; i++) {
            found.add(new Partition(partitions.values(i), rows[i],
                    keyed ? keys.packed().at(places[i]) : KeyBuffer.Ordered.NONE, hashes[i]));
        }
        return found;
    }
}
