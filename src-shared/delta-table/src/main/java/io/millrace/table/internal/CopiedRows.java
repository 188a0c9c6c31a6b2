package io.millrace.table.internal;

import java.util.List;

import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;

/**
 * Some rows that are copied from data files to another one. Which they are was told by their keys, so that those were read
 * already; the other columns follow.
 */
final class CopiedRows {
    private final List<FileColumns> files;
    private final int pkLeaf;
    private final int eventIdLeaf;
    private final int[] sources = new int[FileLayout.ROWS_AT_ONCE];
    private final boolean[] kept = new boolean[FileLayout.ROWS_AT_ONCE];
    private final byte[][] pks = new byte[FileLayout.ROWS_AT_ONCE][];
    private final byte[][] eventIds = new byte[FileLayout.ROWS_AT_ONCE][];
    private int size;
    private int stay;

    /**
     * @param files
     *            where they come from
     * @param pkLeaf
     *            which leaf column is the first part of the key; -1 in a table without keys
     * @param eventIdLeaf
     *            and which the second
     */
    CopiedRows(List<FileColumns> files, int pkLeaf, int eventIdLeaf) {
        this.files = files;
        this.pkLeaf = pkLeaf;
        this.eventIdLeaf = eventIdLeaf;
    }

    /** Adds the next row of a file. */
    void add(int file, byte[] pk, byte[] eventId, boolean stays) {
        sources[size] = file;
        pks[size] = pk;
        eventIds[size] = eventId;
        kept[size] = stays;
        stay += stays ? 1 : 0;
        size++;
    }

    boolean isFull() {
        return size == sources.length;
    }

    /** How many of them stay. */
    int staying() {
        return stay;
    }

    void clear() {
        size = 0;
        stay = 0;
    }

    /** Writes what a leaf column has of the rows that stay. */
    void copy(int leaf, ColumnWriter out) {
        if (leaf == pkLeaf) {
            copy(pks, out);
        } else if (leaf == eventIdLeaf) {
            copy(eventIds, out);
        } else {
            for (int row = 0; row < size; row++) {
                if (kept[row]) {
                    files.get(sources[row]).copy(leaf, out);
                } else {
                    files.get(sources[row]).skip(leaf);
                }
            }
        }
    }

    private void copy(byte[][] values, ColumnWriter out) {
        for (int row = 0; row < size; row++) {
            if (kept[row]) {
                out.write(Binary.fromConstantByteArray(values[row]), 0, 0);
            }
        }
    }
}
