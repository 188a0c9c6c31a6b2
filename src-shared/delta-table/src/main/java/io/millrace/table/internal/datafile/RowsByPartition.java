package io.millrace.table.internal.datafile;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.millrace.table.TableShape;
import io.millrace.table.internal.keys.KeyBatch;
import io.millrace.table.internal.keys.KeyBuffer;
import org.jspecify.annotations.Nullable;

/** The rows of a batch that are to be written, by partition. A row is known by its place in the batch, from 0. */
public final class RowsByPartition {
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
    public RowsByPartition(TableShape shape, int places) {
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
     * @param keys
     *            their keys, in the same order, or none in a table without
     * @param keyHashes
     *            of the keys, in no order
     */
    public record Partition(List<@Nullable Object> values, List<Map<String, @Nullable Object>> rows,
            KeyBuffer.Ordered keys,
            long[] keyHashes) {}

    /** Has a row written. */
    public void add(int place, Map<String, @Nullable Object> row) {
        int next = partitions.size();
        partitionOf[place] = partitions.computeIfAbsent(PartitionValues.raw(shape, row), values -> next);
        rowOf[place] = rows.size();
        rows.add(row);
    }

    public int count() {
        return rows.size();
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
        int[] sizes = new int[partitions.size()];
        Arrays.stream(partitionOf).filter(partition -> partition != NOT_WRITTEN).forEach(p -> sizes[p]++);
        int[][] places = Arrays.stream(sizes).mapToObj(int[]::new).toArray(int[][]::new);
        long[][] hashes = Arrays.stream(sizes).mapToObj(long[]::new).toArray(long[][]::new);
        boolean keyed = keys.hashes().length > 0;
        Arrays.fill(sizes, 0);
        for (int place : order) {
            int partition = partitionOf[place];
            if (partition != NOT_WRITTEN) {
                int at = sizes[partition]++;
                places[partition][at] = place;
                hashes[partition][at] = keyed ? keys.hashes()[place] : 0;
            }
        }
        List<Partition> found = new ArrayList<>(sizes.length);
        for (var partition : partitions.entrySet()) {
            int[] in = places[partition.getValue()];
            found.add(new Partition(partition.getKey(), at(in), keyed ? keys.packed().at(in) : KeyBuffer.Ordered.NONE,
                    hashes[partition.getValue()]));
        }
        return found;
    }

    /** The rows at some places. Not copied: that would wait for memory once for each, which is not yet needed then. */
    private List<Map<String, @Nullable Object>> at(int[] places) {
        return new AbstractList<>() {
            @Override
            public Map<String, @Nullable Object> get(int index) {
                return rows.get(rowOf[places[index]]);
            }

            @Override
            public int size() {
                return places.length;
            }
        };
    }
}
