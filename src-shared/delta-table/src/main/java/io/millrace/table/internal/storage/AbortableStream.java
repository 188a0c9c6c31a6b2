package io.millrace.table.internal.storage;

import java.io.IOException;
import java.io.OutputStream;

/** A stream to a new file that appears under its name only when the stream is closed, and never after it was aborted. */
public abstract class AbortableStream extends OutputStream {
    /** Number of bytes written. */
    public abstract long position() throws IOException;

    /** Drops the written bytes; {@link #close()} then only releases resources. */
    public abstract void abort();
}
