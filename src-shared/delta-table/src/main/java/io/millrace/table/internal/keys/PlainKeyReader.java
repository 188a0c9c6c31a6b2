package io.millrace.table.internal.keys;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

import io.millrace.table.internal.storage.SeekableInput;

import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;

/** The plain values of a key column, as they stand in a file: each after its length, in pages. Nothing is copied. */
final class PlainKeyReader {
    private static final VarHandle LENGTHS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final KeyBlockIndex.Builder stretches = new KeyBlockIndex.Builder();
    private int from;
    private int length;
    private int pageEnd;
    private int rows;
    private boolean ascending = true;

    private PlainKeyReader(byte[] bytes, int pageEnd) {
        this.bytes = bytes;
        this.pageEnd = pageEnd;
    }

    /** All values of a chunk. */
    static PlainKeyReader chunk(SeekableInput file, KeyColumnChunks.Chunk chunk) throws IOException {
        return new PlainKeyReader(read(file, chunk.from(), Math.toIntExact(chunk.length())), 0);
    }

    /** The values of a stretch of a chunk. */
    static PlainKeyReader stretch(SeekableInput file, KeyColumnChunks.Chunk chunk,
            KeyBlockIndex.ColumnBlocks stretches, int which)
            throws IOException {
        int from = stretches.from()[which];
        int length = stretches.until()[which] - from;
        return new PlainKeyReader(read(file, chunk.from() + from, length), length);
    }

    private static byte[] read(SeekableInput file, long from, int length) throws IOException {
        byte[] bytes = new byte[length];
        file.seek(from);
        file.readFully(bytes, 0, length);
        return bytes;
    }

    /** Begins before the first value again. */
    void rewind() {
        from = 0;
        length = 0;
        pageEnd = 0;
        rows = 0;
        ascending = true;
        stretches.clear();
    }

    /** Goes to the next value; false after the last. Throws {@link IOException} when the bytes are no such values. */
    boolean next() throws IOException {
        int at = from + length;
        boolean newPage = at == pageEnd;
        while (at == pageEnd) {
            if (at == bytes.length) {
                return false;
            }
            at = page(at);
        }
        if (at + Integer.BYTES > pageEnd) {
            throw torn();
        }
        int before = from;
        int lengthBefore = length;
        length = lengthAt(at);
        from = at + Integer.BYTES;
        if (length < 0 || length > pageEnd - from) {
            throw torn();
        }
        ascending &= Arrays.compareUnsigned(bytes, before, before + lengthBefore, bytes, from, from + length) <= 0;
        if (newPage || stretches.isFull(rows)) {
            stretches.begin(at, before + lengthBefore, rows);
        }
        rows++;
        return true;
    }

    /** Goes to the next value, which must be there. */
    void goOn() throws IOException {
        if (!next()) {
            throw torn();
        }
    }

    /** Begins a page, and tells where its values do. */
    private int page(int at) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(bytes, at, bytes.length - at);
        PageHeader header = Util.readPageHeader(in);
        int start = bytes.length - in.available();
        if (header.getType() != PageType.DATA_PAGE || header.getCompressed_page_size() > bytes.length - start) {
            throw new IOException("unexpected " + header.getType() + " among the keys");
        }
        pageEnd = start + header.getCompressed_page_size();
        return start;
    }

    /** Whether the value is this text, given as UTF-8. */
    boolean is(byte[] wanted) {
        return length == wanted.length && Arrays.equals(bytes, from, from + length, wanted, 0, length);
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where the value begins in {@link #bytes}. */
    int from() {
        return from;
    }

    int length() {
        return length;
    }

    /** How long the value is whose length stands there. */
    int lengthAt(int at) {
        return (int) LENGTHS.get(bytes, at);
    }

    /** The stretches that were met so far; the last ends with this value. */
    KeyBlockIndex.ColumnBlocks stretches() {
        return stretches.built(from + length);
    }

    /** Whether no value so far was below the one before it, by their bytes. */
    boolean isAscending() {
        return ascending;
    }

    private static IOException torn() {
        return new IOException("the keys of a file end too early");
    }
}
