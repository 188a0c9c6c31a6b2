package io.millrace.table.internal.keys;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.millrace.table.internal.storage.SeekableInput;
import io.millrace.table.mergerule.EventKey;
import org.jspecify.annotations.Nullable;

/**
 * Where the pages of the key columns stand in a row group whose pks are in the order of their bytes, and the first pk of
 * each: a key is checked by reading one page of each column, however large the file is.
 */
public final class KeyBlockIndex {
    /**
     * The pages of a column, in order. Offsets are in bytes from the beginning of the column's chunk.
     *
     * @param from
     *            where each begins, with its header; and where the last ends
     * @param firstRow
     *            the first row of each, from 0
     */
    public record ColumnBlocks(int[] from, int[] firstRow) {
        public int count() {
            return firstRow.length;
        }
    }

    /**
     * The first value of each page.
     *
     * @param bytes
     *            as UTF-8, one after the other
     * @param until
     *            where each ends
     */
    public record FirstValues(byte[] bytes, int[] until) {
        private int from(int page) {
            return page == 0 ? 0 : until[page - 1];
        }

        private int compare(int page, byte[] other) {
            return Arrays.compareUnsigned(bytes, from(page), until[page], other, 0, other.length);
        }
    }

    private final ColumnBlocks pks;
    private final ColumnBlocks ids;
    private final FirstValues firsts;

    private KeyBlockIndex(ColumnBlocks pks, ColumnBlocks ids, FirstValues firsts) {
        this.pks = pks;
        this.ids = ids;
        this.firsts = firsts;
    }

    /** The pages of two columns that were read to their ends. */
    public static KeyBlockIndex of(PlainKeyReader pks, PlainKeyReader ids) {
        return new KeyBlockIndex(pks.blocks(), ids.blocks(), pks.firstValues());
    }

    /**
     * The pages of a row group that was written with these keys.
     *
     * @param first
     *            which of the keys is that of its first row
     */
    public static KeyBlockIndex of(ColumnBlocks pks, ColumnBlocks ids, KeyBuffer.Ordered keys, int first) {
        int[] until = new int[pks.count()];
        ByteArrayOutputStream values = new ByteArrayOutputStream();
        for (int i = 0; i < until.length; i++) {
            int place = keys.places()[first + pks.firstRow()[i]];
            int from = keys.keys().pkFrom(place);
            values.write(keys.keys().bytes(), from, keys.keys().pkUntil(place) - from);
            until[i] = values.size();
        }
        return new KeyBlockIndex(pks, ids, new FirstValues(values.toByteArray(), until));
    }

    /** The number of pages of pks. */
    public int count() {
        return pks.count();
    }

    /** Memory used, in bytes. */
    public long bytes() {
        return firsts.bytes().length
                + (long) Integer.BYTES * (firsts.until().length + 2L * (pks.count() + ids.count()));
    }

    /** Whether the file has a row with this key. */
    public boolean has(SeekableInput file, KeyColumnChunks chunks, EventKey key) throws IOException {
        byte[] pk = key.pk().getBytes(StandardCharsets.UTF_8);
        byte[] id = key.eventId().getBytes(StandardCharsets.UTF_8);
        int last = lastNotAbove(pk);
        int page = last;
        while (page > 0 && firsts.compare(page, pk) == 0) {
            page--; // the rows of this pk may begin before this page does
        }
        Ids at = new Ids(file, chunks.eventId());
        for (; page >= 0 && page <= last; page++) {
            PlainKeyReader values = PlainKeyReader.page(file, chunks.pk(), pks, page);
            for (int row = pks.firstRow()[page]; values.next(); row++) {
                if (values.is(pk) && at.row(row).is(id)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The last page that does not begin with a higher pk; -1 when all do. */
    private int lastNotAbove(byte[] pk) {
        int low = 0;
        int high = count();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (firsts.compare(middle, pk) <= 0) {
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
        private int page = -1;
        private int next;

        Ids(SeekableInput file, KeyColumnChunks.Chunk chunk) {
            this.file = file;
            this.chunk = chunk;
        }

        PlainKeyReader row(int row) throws IOException {
            int wanted = Arrays.binarySearch(ids.firstRow(), row);
            wanted = wanted >= 0 ? wanted : -wanted - 2;
            PlainKeyReader open = values;
            if (open == null || wanted != page) {
                open = PlainKeyReader.page(file, chunk, ids, wanted);
                values = open;
                page = wanted;
                next = ids.firstRow()[wanted];
            }
            for (; next <= row; next++) {
                open.goOn();
            }
            return open;
        }
    }
}
