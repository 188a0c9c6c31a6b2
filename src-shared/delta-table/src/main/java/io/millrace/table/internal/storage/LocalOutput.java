package io.millrace.table.internal.storage;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A temporary file on its way to its name. */
final class LocalOutput extends AbortableStream {
    private static final int BUFFER = 1 << 16;

    private final Path target;
    private final Path temporary;
    private final FileChannel channel;
    private final OutputStream out;
    private long position;
    private boolean closed;
    private boolean aborted;
    private boolean kept;

    LocalOutput(Path target, Path temporary) throws IOException {
        this.target = target;
        this.temporary = temporary;
        this.channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        boolean complete = false;
        try {
            out.write(bytes, offset, length);
            complete = true;
        } catch (IOException e) {
            throw named(e);
        } finally {
            aborted |= !complete; // whoever closes it next must not publish a torn file
        }
        position += length;
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void abort() {
        aborted = true;
    }

    /** On closing, the file stays under its temporary name, which this tells. */
    Path keep() {
        kept = true;
        return temporary;
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        boolean complete = false;
        try (channel) {
            if (!aborted) {
                out.flush();
                channel.force(true);
                complete = true;
            }
        } catch (IOException e) {
            throw named(e);
        } finally {
            if (!complete) {
                Files.deleteIfExists(temporary);
            }
        }
        if (complete && !kept) {
            LocalStorage.publish(temporary, target).orThrow(target.toString());
        }
    }

    /** A full or broken disk says so without saying where. */
    private IOException named(IOException failure) {
        IOException named = new FileSystemException(target.toString(), null, failure.getMessage());
        named.initCause(failure);
        return named;
    }
}
