package io.millrace.bench.simulation.storage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

import io.millrace.table.internal.storage.AbortableStream;

/** Collects a file until it is closed. */
final class MemoryOutput extends AbortableStream {
    private final Completion completion;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean closed;
    private boolean aborted;

    /** Stores a file. */
    interface Completion {
        void store(byte[] content) throws IOException;
    }

    MemoryOutput(Completion completion) {
        this.completion = completion;
    }

    @Override
    public long position() {
        return bytes.size();
    }

    @Override
    public void abort() {
        aborted = true;
    }

    @Override
    public void write(int b) {
        bytes.write(b);
    }

    @Override
    public void write(byte[] some, int offset, int length) {
        bytes.write(some, offset, length);
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            if (!aborted) {
                completion.store(bytes.toByteArray());
            }
        }
    }
}
