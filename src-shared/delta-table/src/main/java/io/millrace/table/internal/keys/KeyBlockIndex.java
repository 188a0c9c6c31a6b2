package io.millrace.table.internal.keys;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.millrace.table.mergerule.EventKey;
import io.millrace.table.internal.storage.SeekableInput;
import org.jspecify.annotations.Nullable;

/**
 * Where {@link #ROWS} rows each of the key columns stand, in a file whose pks are in the order of their bytes: a key is
 * checked by reading so many of each column, however large the file is. A stretch ends where its page does; there is one
 * or more for each page.
 */
public final class KeyBlockIndex {
    /** A stretch has so many rows at most. Half of it is read in vain for a key, and fewer cost memory. */
    public static final int ROWS = 125;

    /**
     * The stretches of a column, in order. Offsets are in bytes from the beginning of the column's chunk.
     *
     * @param from
     *            where the first value of each begins, with its length
     * @param until
     *            where the last value of each ends
     * @param firstRow
     *            the first row of each, from 0
     */
    public record ColumnBlocks(int[] from, int[] until, int[] firstRow) {
        public int count() {
            return from.length;
        }
    }

    /** The stretches of a column that is being read. */
    public static final class Builder {
        private int[] from = new int[8];
        private int[] until = new int[8];
        private int[] firstRow = new int[8];
        private int count;

        void clear() {
            count = 0;
        }

        /** Whether this row must be in another stretch than the row before it, or is the first. */
        boolean isFull(int row) {
            return count == 0 || row - firstRow[count - 1] == ROWS;
        }

        /**
         * Begins a stretch.
         *
         * @param at
         *            where it begins
         * @param before
         *            where the one before it ended
         * @param row
         *            its first row
         */
        public void begin(int at, int before, int row) {
            if (count == from.length) {
                from = Arrays.copyOf(from, 2 * count);
                until = Arrays.copyOf(until, 2 * count);
                firstRow = Arrays.copyOf(firstRow, 2 * count);
            }
            if (count > 0) {
                until[count - 1] = before;
            }
            from[count] = at;
            firstRow[count] = row;
            count++;
        }

        public ColumnBlocks built(int end) {
            if (count > 0) {
                until[count - 1] = end;
            }
            return new ColumnBlocks(Arrays.copyOf(from, count), Arrays.copyOf(until, count),
                    Arrays.copyOf(firstRow, count));
        }
    }

    private final ColumnBlocks pks;
    private final ColumnBlocks ids;
    /** The first pk of each stretch, as UTF-8, one after the other; and where each ends. */
    private final byte[] firsts;
    private final int[] firstsUntil;

    private KeyBlockIndex(ColumnBlocks pks, ColumnBlocks ids, byte[] firsts, int[] firstsUntil) {
        this.pks = pks;
        this.ids = ids;
        this.firsts = firsts;
        this.firstsUntil = firstsUntil;
    }

    /** Of two columns that were read to their ends. */
    public static KeyBlockIndex of(PlainKeyReader pks, PlainKeyReader ids) {
        ColumnBlocks stretches = pks.stretches();
        int[] firstsUntil = new int[stretches.count()];
        int end = 0;
        for (int i = 0; i < firstsUntil.length; i++) {
            end += pks.lengthAt(stretches.from()[i]);
            firstsUntil[i] = end;
        }
        byte[] firsts = new byte[end];
        int begin = 0;
        for (int i = 0; i < firstsUntil.length; i++) {
            System.arraycopy(pks.bytes(), stretches.from()[i] + Integer.BYTES, firsts, begin, firstsUntil[i] - begin);
            begin = firstsUntil[i];
        }
        return new KeyBlockIndex(stretches, ids.stretches(), firsts, firstsUntil);
    }

    /**
     * Of a row group that was written with these keys.
     *
     * @param first
     *            which of the keys is that of its first row
     */
    public static KeyBlockIndex of(ColumnBlocks pks, ColumnBlocks ids, KeyBuffer.Ordered keys, int first) {
        int[] firstsUntil = new int[pks.count()];
        ByteArrayOutputStream firsts = new ByteArrayOutputStream();
        for (int i = 0; i < firstsUntil.length; i++) {
            int place = keys.places()[first + pks.firstRow()[i]];
            int from = keys.keys().pkFrom(place);
            firsts.write(keys.keys().bytes(), from, keys.keys().pkUntil(place) - from);
            firstsUntil[i] = firsts.size();
        }
        return new KeyBlockIndex(pks, ids, firsts.toByteArray(), firstsUntil);
    }

    /** How many stretches of pks there are. */
    public int count() {
        return pks.count();
    }

    /** What it holds in memory. */
    public long bytes() {
        return firsts.length + (long) Integer.BYTES * (firstsUntil.length + 3L * (pks.count() + ids.count()));
    }

    /** Whether the file has a row with this key. */
    public boolean has(SeekableInput file, KeyColumnChunks chunks, EventKey key) throws IOException {
        byte[] pk = key.pk().getBytes(StandardCharsets.UTF_8);
        byte[] id = key.eventId().getBytes(StandardCharsets.UTF_8);
        int last = lastNotAbove(pk);
        int stretch = last;
        while (stretch > 0 && compareFirst(stretch, pk) == 0) {
            stretch--; // the rows of this pk may begin before this stretch does
        }
        Ids at = new Ids(file, chunks.eventId());
        for (; stretch >= 0 && stretch <= last; stretch++) {
            PlainKeyReader values = PlainKeyReader.stretch(file, chunks.pk(), pks, stretch);
            for (int row = pks.firstRow()[stretch]; values.next(); row++) {
                if (values.is(pk) && at.row(row).is(id)) {
                    return true;
                }
            }
        }
        return false;
    }

    private int compareFirst(int stretch, byte[] pk) {
        return Arrays.compareUnsigned(firsts, stretch == 0 ? 0 : firstsUntil[stretch - 1], firstsUntil[stretch], pk, 0,
                pk.length);
    }

    /** The last stretch that does not begin with a higher pk; -1 when all do. */
    private int lastNotAbove(byte[] pk) {
        int low = 0;
        int high = count();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compareFirst(middle, pk) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /** The event ids, asked for by ascending rows. */
    private final class Ids {
        private final SeekableInput file;
        private final KeyColumnChunks.Chunk chunk;
        private @Nullable PlainKeyReader values;
        private int stretch = -1;
        private int next;

        Ids(SeekableInput file, KeyColumnChunks.Chunk chunk) {
            this.file = file;
            this.chunk = chunk;
        }

        PlainKeyReader row(int row) throws IOException {
            int wanted = Arrays.binarySearch(ids.firstRow(), row);
            wanted = wanted >= 0 ? wanted : -wanted - 2;
            PlainKeyReader open = values;
            if (open == null || wanted != stretch) {
                open = PlainKeyReader.stretch(file, chunk, ids, wanted);
                values = open;
                stretch = wanted;
                next = ids.firstRow()[wanted];
            }
            for (; next <= row; next++) {
                open.goOn();
            }
            return open;
        }
    }
}
