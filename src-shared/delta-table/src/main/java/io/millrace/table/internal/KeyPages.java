package io.millrace.table.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import io.millrace.table.law.EventKey;
import org.jspecify.annotations.Nullable;

/**
 * Where the pages of the key columns are, in a file whose pks are in the order of their bytes: a key is checked by reading
 * one page of each column, however large the file is. About a twentieth of a byte a row.
 *
 * @param pks
 *            of the pk column
 * @param ids
 *            of the event id column
 */
record KeyPages(List<Page> pks, List<Page> ids) {
    /**
     * A page.
     *
     * @param from
     *            where its header begins, in bytes from the beginning of the column's chunk
     * @param length
     *            with its header, in bytes
     * @param firstRow
     *            its first row, from 0
     * @param first
     *            the value of that row, as UTF-8
     */
    record Page(int from, int length, int firstRow, byte[] first) {}

    /** Whether the file has a row with this key. */
    boolean has(SeekableInputStream file, KeyChunks chunks, EventKey key) throws IOException {
        byte[] pk = key.pk().getBytes(StandardCharsets.UTF_8);
        byte[] id = key.eventId().getBytes(StandardCharsets.UTF_8);
        int last = lastNotAbove(pk);
        int page = last;
        while (page > 0 && Arrays.equals(pks.get(page).first(), pk)) {
            page--; // the rows of this pk may begin before this page does
        }
        Ids at = new Ids(file, chunks.eventId());
        for (; page >= 0 && page <= last; page++) {
            KeyColumn values = KeyColumn.page(file, chunks.pk(), pks.get(page));
            for (int row = pks.get(page).firstRow(); values.next(); row++) {
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
        int high = pks.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Arrays.compareUnsigned(pks.get(middle).first(), pk) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /** The event ids, asked for by ascending rows. */
    private final class Ids {
        private final SeekableInputStream file;
        private final KeyChunks.Chunk chunk;
        private @Nullable KeyColumn values;
        private int page = -1;
        private int next;

        Ids(SeekableInputStream file, KeyChunks.Chunk chunk) {
            this.file = file;
            this.chunk = chunk;
        }

        KeyColumn row(int row) throws IOException {
            int wanted = Math.max(0, page);
            while (wanted + 1 < ids.size() && ids.get(wanted + 1).firstRow() <= row) {
                wanted++;
            }
            KeyColumn open = values;
            if (open == null || wanted != page) {
                open = KeyColumn.page(file, chunk, ids.get(wanted));
                values = open;
                page = wanted;
                next = ids.get(wanted).firstRow();
            }
            for (; next <= row; next++) {
                open.goOn();
            }
            return open;
        }
    }
}
