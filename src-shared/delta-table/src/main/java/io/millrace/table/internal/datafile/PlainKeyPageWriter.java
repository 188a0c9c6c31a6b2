package io.millrace.table.internal.datafile;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;

import io.millrace.table.internal.keys.KeyBlockIndex;
import io.millrace.table.internal.keys.KeyBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;

/**
 * Writes the two key columns of rows whose keys are at hand as bytes: pages of plain values, each after its length, which
 * is all that Parquet's own column writer makes of a required text without a dictionary. Notes where they stand, so that
 * keys can be found in the file later without reading all of it.
 */
final class PlainKeyPageWriter {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    /** Upper limit of a page, as in Parquet's own writer. */
    private static final int PAGE_BYTES = 1 << 20;
    private static final int AT_ONCE = 256;

    private final KeyBuffer.Ordered keys;
    private final int first;
    private int next;
    /** Where some keys are. */
    private final int[] pkFroms = new int[AT_ONCE];
    private final int[] pkUntils = new int[AT_ONCE];
    private final int[] idUntils = new int[AT_ONCE];
    private final KeyColumnPages pks;
    private final KeyColumnPages ids;

    /**
     * @param store
     *            takes the pages
     * @param pk
     *            the column of the pk
     * @param id
     *            the column of the event id
     * @param keys
     *            of all rows of the file, in the order in which they are written
     * @param first
     *            which of them is the first that is written
     */
    PlainKeyPageWriter(PageWriteStore store, ColumnDescriptor pk, ColumnDescriptor id, KeyBuffer.Ordered keys,
            int first) {
        this.keys = keys;
        this.first = first;
        this.next = first;
        this.pks = new KeyColumnPages(store.getPageWriter(pk), pk, keys.keys().bytes(), true);
        this.ids = new KeyColumnPages(store.getPageWriter(id), id, keys.keys().bytes(), false);
    }

    /** Writes the keys of this number of rows. */
    void write(int rows) throws IOException {
        for (int until = next + rows; next < until;) {
            int some = Math.min(AT_ONCE, until - next);
            locate(some);
            for (int i = 0; i < some; i++) {
                int pkUntil = pkUntils[i];
                pks.add(pkFroms[i], pkUntil);
                ids.add(pkUntil + Integer.BYTES, idUntils[i]);
            }
            next += some;
        }
        pks.endFullPage();
        ids.endFullPage();
    }

    /** A short loop waits for the memory of several keys at once; one that also copies them does not. */
    private void locate(int some) {
        KeyBuffer all = keys.keys();
        for (int i = 0; i < some; i++) {
            int place = keys.places()[next + i];
            pkFroms[i] = all.pkFrom(place);
            pkUntils[i] = all.pkUntil(place);
        }
        for (int i = 0; i < some; i++) {
            idUntils[i] = all.idUntil(keys.places()[next + i]);
        }
    }

    /** Ends the pages that were begun. */
    void flush() throws IOException {
        pks.endPage();
        ids.endPage();
    }

    /** Estimated size so far, in bytes. */
    long bytes() {
        return pks.bytes() + ids.bytes();
    }

    /** The pages of the keys, once they are flushed. */
    KeyBlockIndex stretches() {
        KeyBlockIndex.ColumnBlocks column = pks.built();
        return KeyBlockIndex.of(column, ids.built(), keys, first);
    }

    /** One of the columns. */
    private static final class KeyColumnPages {
        private final PageWriter writer;
        private final ColumnDescriptor column;
        private final byte[] source;
        private final boolean ascending;
        /** Where each page begins in the chunk, and where the last ends. */
        private final IntStream.Builder begins = IntStream.builder();
        private final IntStream.Builder firstRows = IntStream.builder();
        private int rowsBefore;
        private byte[] page = new byte[1 << 15];
        private int length;
        private int rows;
        private int leastFrom;
        private int leastUntil;
        private int greatestFrom;
        private int greatestUntil;

        /**
         * @param ascending
         *            whether no value is below the one before it, so that none needs to be compared
         */
        KeyColumnPages(PageWriter writer, ColumnDescriptor column, byte[] source, boolean ascending) {
            this.writer = writer;
            this.column = column;
            this.source = source;
            this.ascending = ascending;
        }

        /** Adds a value, before which its length stands. */
        void add(int from, int until) {
            int begin = from - Integer.BYTES;
            int end = Math.addExact(length, until - begin);
            if (end > page.length) {
                page = Arrays.copyOf(page, (int) Math.min(Integer.MAX_VALUE - Long.BYTES, Math.max(end, 2L * length)));
            }
            System.arraycopy(source, begin, page, length, until - begin);
            if (rows == 0 || !ascending && compare(from, until, leastFrom, leastUntil) < 0) {
                leastFrom = from;
                leastUntil = until;
            }
            if (rows == 0 || ascending || compare(from, until, greatestFrom, greatestUntil) > 0) {
                greatestFrom = from;
                greatestUntil = until;
            }
            length = end;
            rows++;
        }

        /** Most values differ in their first bytes. */
        private int compare(int from, int until, int otherFrom, int otherUntil) {
            if (until - from >= Long.BYTES && otherUntil - otherFrom >= Long.BYTES) {
                int first = Long.compareUnsigned((long) LONGS.get(source, from), (long) LONGS.get(source, otherFrom));
                if (first != 0) {
                    return first;
                }
            }
            return Arrays.compareUnsigned(source, from, until, source, otherFrom, otherUntil);
        }

        void endFullPage() throws IOException {
            if (rows >= FileLayout.KEYS_PER_PAGE || length >= PAGE_BYTES) {
                endPage();
            }
        }

        void endPage() throws IOException {
            if (rows == 0) {
                return;
            }
            Statistics<?> statistics = Statistics.createStats(column.getPrimitiveType());
            statistics.updateStats(Binary.fromConstantByteArray(source, leastFrom, leastUntil - leastFrom));
            statistics.updateStats(Binary.fromConstantByteArray(source, greatestFrom, greatestUntil - greatestFrom));
            begins.add(Math.toIntExact(writer.getMemSize()));
            firstRows.add(rowsBefore);
            // A required column has no levels; they are said to be of this encoding then.
            writer.writePage(BytesInput.from(page, 0, length), rows, rows, statistics, Encoding.BIT_PACKED,
                    Encoding.BIT_PACKED, Encoding.PLAIN);
            rowsBefore += rows;
            length = 0;
            rows = 0;
        }

        long bytes() {
            return writer.getMemSize() + length;
        }

        KeyBlockIndex.ColumnBlocks built() {
            begins.add(Math.toIntExact(writer.getMemSize()));
            return new KeyBlockIndex.ColumnBlocks(begins.build().toArray(), firstRows.build().toArray());
        }
    }
}
