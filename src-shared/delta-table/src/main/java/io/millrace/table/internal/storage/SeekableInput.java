package io.millrace.table.internal.storage;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of a stored file, read from any position. Not thread-safe. */
public abstract class SeekableInput extends InputStream {
    /** The offset in bytes of the byte that is read next. */
    public abstract long position() throws IOException;

    /** Continues reading at an offset in bytes; one beyond the end makes the next read return -1. */
    public abstract void seek(long position) throws IOException;

    /**
     * Reads exactly this number of bytes.
     *
     * @throws java.io.EOFException
     *             when the file ends before
     */
    public abstract void readFully(byte[] bytes, int offset, int length) throws IOException;
}
