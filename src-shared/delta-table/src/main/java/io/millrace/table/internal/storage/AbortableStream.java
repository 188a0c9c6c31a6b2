package io.millrace.table.internal.storage;

import java.io.IOException;
import java.io.OutputStream;

/** A file in the making that appears under its name only when closed, and never once it is aborted. */
public abstract class AbortableStream extends OutputStream {
    /** How many bytes were written. */
    public abstract long position() throws IOException;

    /** Drops what was written; {@link #close()} then only releases resources. */
    public abstract void abort();
}
