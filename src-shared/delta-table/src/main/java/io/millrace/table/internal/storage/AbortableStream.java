package io.millrace.table.internal.storage;

import io.delta.kernel.defaults.engine.fileio.PositionOutputStream;

/** A file in the making that appears under its name only when closed, and never once it is aborted. */
public abstract class AbortableStream extends PositionOutputStream {
    /** Drops what was written; {@link #close()} then only releases resources. */
    public abstract void abort();
}
