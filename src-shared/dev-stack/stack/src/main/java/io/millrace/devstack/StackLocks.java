package io.millrace.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Owner and users of a shared stack, recorded by two locked bytes of one file. The operating system drops the locks of a process
 * that dies, so no crash leaves a stale owner behind. One instance per JVM and file: the locks are the JVM's, not the instance's.
 */
final class StackLocks implements AutoCloseable {
    private static final long OWNER = 0;
    private static final long MEMBERS = 1;

    private final Path file;
    private final FileChannel channel;

    private StackLocks(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static StackLocks open(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().resolveSibling(".").normalize());
            return new StackLocks(file,
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                            StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw new UncheckedIOException("The lock file " + file + " of the shared dev stack cannot be opened", e);
        }
    }

    /** Becomes the owner, unless another process is. */
    Optional<FileLock> tryToOwn() {
        try {
            return Optional.ofNullable(channel.tryLock(OWNER, 1, false));
        } catch (IOException e) {
            throw broken(e);
        } catch (OverlappingFileLockException e) {
            throw new DevStackException("This JVM has joined the dev stack of " + file + " already; join it once.", e);
        }
    }

    /** Becomes the owner as soon as there is no other; fails with a ClosedChannelException when closed before that. */
    FileLock own() throws IOException {
        return channel.lock(OWNER, 1, false);
    }

    /** Becomes a member, beside any others; lasts until closed. */
    FileLock join() {
        try {
            return channel.lock(MEMBERS, 1, true);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Whether no process is a member; ask only while this one is not. */
    boolean nothingJoined() {
        try (var alone = channel.tryLock(MEMBERS, 1, false)) {
            return alone != null;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private UncheckedIOException broken(IOException e) {
        return new UncheckedIOException("The lock file " + file + " of the shared dev stack fails", e);
    }
}
