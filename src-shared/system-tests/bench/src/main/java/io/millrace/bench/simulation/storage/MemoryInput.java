package io.millrace.bench.simulation.storage;

import java.io.EOFException;
import java.io.IOException;

import io.millrace.table.internal.storage.SeekableInput;

/** Reads bytes of memory. */
final class MemoryInput extends SeekableInput {
    private final byte[] content;
    private long position;

    MemoryInput(byte[] content) {
        this.content = content;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void seek(long to) {
        position = to;
    }

    @Override
    public int read() {
        if (position >= content.length) {
            return -1;
        }
        int next = content[(int) position] & 0xff;
        position++;
        return next;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (position >= content.length) {
            return -1;
        }
        int read = (int) Math.min(length, content.length - position);
        System.arraycopy(content, (int) position, bytes, offset, read);
        position += read;
        return read;
    }

    @Override
    public void readFully(byte[] bytes, int offset, int length) throws IOException {
        if (length > content.length - position) {
            throw new EOFException();
        }
        int unused = read(bytes, offset, length);
    }
}
