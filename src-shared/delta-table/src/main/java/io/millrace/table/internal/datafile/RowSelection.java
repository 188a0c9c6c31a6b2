package io.millrace.table.internal.datafile;

import java.util.Arrays;
import java.util.List;

import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/**
 * Some rows that are copied from data files to another one. They were found by their keys, and to which row group
 * they go by what they are clustered by, so that those were read already; the other columns follow.
 */
final class RowSelection {
    private final List<ColumnChunkCopier> files;
    private final int pkLeaf;
    private final int eventIdLeaf;
    private final int clusterLeaf;
    private final int clusterLevel;
    private final ClusterRanges clusters;
    private final int[] groups = new int[FileLayout.ROWS_AT_ONCE];
    private final byte[] @Nullable [] clusterValues = new byte[FileLayout.ROWS_AT_ONCE][];
    private final int[] sources = new int[FileLayout.ROWS_AT_ONCE];
    private final boolean[] kept = new boolean[FileLayout.ROWS_AT_ONCE];
    private final byte[][] pks = new byte[FileLayout.ROWS_AT_ONCE][];
    private final byte[][] eventIds = new byte[FileLayout.ROWS_AT_ONCE][];
    private int size;
    private final int[] stay;

    /**
     * @param files
     *            where they come from
     * @param pkLeaf
     *            which leaf column is the first part of the key; -1 in a table without keys
     * @param eventIdLeaf
     *            and which the second
     * @param clusterLeaf
     *            which leaf column they are clustered by; -1 for none
     * @param clusterLevel
     *            the definition level of a value of it that is there
     * @param clusters
     *            to which row group they go
     */
    RowSelection(List<ColumnChunkCopier> files, int pkLeaf, int eventIdLeaf, int clusterLeaf, int clusterLevel,
            ClusterRanges clusters) {
        this.files = files;
        this.pkLeaf = pkLeaf;
        this.eventIdLeaf = eventIdLeaf;
        this.clusterLeaf = clusterLeaf;
        this.clusterLevel = clusterLevel;
        this.clusters = clusters;
        this.stay = new int[clusterLeaf < 0 ? 1 : clusters.count()];
    }

    /** Adds the next row of a file. */
    void add(int file, byte[] pk, byte[] eventId, boolean stays) {
        sources[size] = file;
        pks[size] = pk;
        eventIds[size] = eventId;
        kept[size] = stays;
        if (clusterLeaf >= 0) {
            byte[] value = files.get(file).takeIfThere(clusterLeaf);
            clusterValues[size] = value;
            groups[size] = clusters.of(value);
        }
        stay[groups[size]] += stays ? 1 : 0;
        size++;
    }

    boolean isFull() {
        return size == sources.length;
    }

    /** How many of them stay, in all. */
    int staying() {
        return Arrays.stream(stay).sum();
    }

    /** How many of them stay and go to a row group. */
    int staying(int group) {
        return stay[group];
    }

    void clear() {
        size = 0;
        Arrays.fill(stay, 0);
    }

    /**
     * Writes what a leaf column has of the rows that stay.
     *
     * @param out
     *            for each row group
     */
    void copy(int leaf, ColumnWriter[] out) {
        if (leaf == pkLeaf) {
            copy(pks, out);
        } else if (leaf == eventIdLeaf) {
            copy(eventIds, out);
        } else if (leaf == clusterLeaf) {
            copyClusterValues(out);
        } else {
            for (int row = 0; row < size; row++) {
                if (kept[row]) {
                    files.get(sources[row]).copy(leaf, out[groups[row]]);
                } else {
                    files.get(sources[row]).skip(leaf);
                }
            }
        }
    }

    private void copyClusterValues(ColumnWriter[] out) {
        for (int row = 0; row < size; row++) {
            byte[] value = clusterValues[row];
            if (kept[row] && value != null) {
                out[groups[row]].write(Binary.fromConstantByteArray(value), 0, clusterLevel);
            } else if (kept[row]) {
                out[groups[row]].writeNull(0, 0);
            }
        }
    }

    private void copy(byte[][] values, ColumnWriter[] out) {
        for (int row = 0; row < size; row++) {
            if (kept[row]) {
                out[groups[row]].write(Binary.fromConstantByteArray(values[row]), 0, 0);
            }
        }
    }
}
