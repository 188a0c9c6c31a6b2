package io.millrace.table.internal.storage;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A temporary file that gets its name when it is closed. */
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

    private LocalOutput(Path target, Path temporary) throws IOException {
        this.target = target;
        this.temporary = temporary;
        this.channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
    }

    /** Opens a new file; creates its folder when it is missing. */
    static LocalOutput open(Path target) throws IOException {
        Path temporary = LocalStorage.temporary(target);
        try {
            return new LocalOutput(target, temporary);
        } catch (NoSuchFileException noFolderYet) {
            Files.createDirectories(Checks.notNull(target.getParent(), target.toString()));
            return new LocalOutput(target, temporary);
        }
    }

    /** Writes a whole file, and returns its temporary name. */
    static Path written(Path target, byte[] content) throws IOException {
        try (LocalOutput out = open(target)) {
            out.write(content, 0, content.length);
            return out.keep();
        }
    }

    /**
     * Gives a temporary file its name, or removes it. When a network file system repeats a link whose answer was lost, the
     * name that it then finds taken is the same file.
     */
    static TableStorage.Put publish(Path temporary, Path target) throws IOException {
        try {
            Files.createLink(target, temporary);
            return new TableStorage.Put.Created();
        } catch (FileAlreadyExistsException e) {
            return Files.isSameFile(target, temporary)
                    ? new TableStorage.Put.Created()
                    : new TableStorage.Put.NameTaken();
        } finally {
            Files.deleteIfExists(temporary);
        }
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
            aborted |= !complete; // a later close must not publish an incomplete file
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

    /** Keeps the file under its temporary name when it is closed; returns that name. */
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
            publish(temporary, target).orThrow(target.toString());
        }
    }

    /** Adds the path of the file: the message of a full or broken disk lacks it. */
    private IOException named(IOException failure) {
        IOException named = new FileSystemException(target.toString(), null, failure.getMessage());
        named.initCause(failure);
        return named;
    }
}
