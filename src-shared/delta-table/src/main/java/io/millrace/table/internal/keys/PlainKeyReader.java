package io.millrace.table.internal.keys;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

import io.millrace.table.internal.storage.SeekableInput;

/** The plain values of a key column: each after its length, in pages. */
final class PlainKeyReader {
    private static final VarHandle LENGTHS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final KeyPages pages;
    private final byte[] bytes;
    /** The first row of each page that was reached. */
    private final int[] firstRow;
    private int page;
    private int from;
    private int length;
    private int rows;
    private boolean ascending;

    private PlainKeyReader(KeyPages pages) {
        this.pages = pages;
        this.bytes = pages.bytes();
        this.firstRow = new int[pages.count()];
        rewind();
    }

    /** All values of a chunk. */
    static PlainKeyReader chunk(SeekableInput file, KeyColumnChunks.Chunk chunk) throws IOException {
        return read(file, chunk.from(), Math.toIntExact(chunk.length()), chunk.isCompressed());
    }

    /** The values of a page of a chunk. */
    static PlainKeyReader page(SeekableInput file, KeyColumnChunks.Chunk chunk, KeyBlockIndex.ColumnBlocks pages,
            int which) throws IOException {
        int from = pages.from()[which];
        return read(file, chunk.from() + from, pages.from()[which + 1] - from, chunk.isCompressed());
    }

    private static PlainKeyReader read(SeekableInput file, long from, int length, boolean isCompressed)
            throws IOException {
        byte[] read = new byte[length];
        file.seek(from);
        file.readFully(read, 0, length);
        return new PlainKeyReader(KeyPages.of(read, isCompressed));
    }

    /** Returns to the position before the first value. */
    void rewind() {
        page = -1;
        from = 0;
        length = 0;
        rows = 0;
        ascending = true;
    }

    /** Goes to the next value; false after the last. Throws {@link IOException} when the bytes are not plain values. */
    boolean next() throws IOException {
        int at = from + length;
        while (page < 0 || at == pages.until()[page]) {
            if (page + 1 == pages.count()) {
                return false;
            }
            at = pages.from()[++page];
            firstRow[page] = rows;
        }
        int end = pages.until()[page];
        if (at + Integer.BYTES > end) {
            throw torn();
        }
        int before = from;
        int lengthBefore = length;
        length = lengthAt(at);
        from = at + Integer.BYTES;
        if (length < 0 || length > end - from) {
            throw torn();
        }
        ascending &= Arrays.compareUnsigned(bytes, before, before + lengthBefore, bytes, from, from + length) <= 0;
        rows++;
        return true;
    }

    /** Goes to the next value, which must be there. */
    void goOn() throws IOException {
        if (!next()) {
            throw torn();
        }
    }

    /** Whether the value is this text, given as UTF-8. */
    boolean is(byte[] wanted) {
        return length == wanted.length && Arrays.equals(bytes, from, from + length, wanted, 0, length);
    }

    byte[] bytes() {
        return bytes;
    }

    /** Position of the value in {@link #bytes}. */
    int from() {
        return from;
    }

    int length() {
        return length;
    }

    /** The length that stands at an index, in bytes. */
    private int lengthAt(int at) {
        return (int) LENGTHS.get(bytes, at);
    }

    /** The pages, once all values were read. */
    KeyBlockIndex.ColumnBlocks blocks() {
        return new KeyBlockIndex.ColumnBlocks(pages.headers(), firstRow);
    }

    /** The first value of each page, one after the other, once all values were read. */
    KeyBlockIndex.FirstValues firstValues() {
        int[] until = new int[pages.count()];
        int end = 0;
        for (int i = 0; i < until.length; i++) {
            end += isEmpty(i) ? 0 : lengthAt(pages.from()[i]);
            until[i] = end;
        }
        byte[] values = new byte[end];
        for (int i = 0, begin = 0; i < until.length; begin = until[i++]) {
            System.arraycopy(bytes, pages.from()[i] + Integer.BYTES, values, begin, until[i] - begin);
        }
        return new KeyBlockIndex.FirstValues(values, until);
    }

    private boolean isEmpty(int which) {
        return pages.from()[which] == pages.until()[which];
    }

    /** Whether no value so far was below the one before it, by their bytes. */
    boolean isAscending() {
        return ascending;
    }

    private static IOException torn() {
        return new IOException("the key column of a file is shorter than its footer says");
    }
}
