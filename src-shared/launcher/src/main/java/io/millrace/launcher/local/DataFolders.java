package io.millrace.launcher.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** DataData folders, each claimed by one process. */
public final class DataFolders {
    private DataFolders() {}

    /**
     * Takes a folder for this process, until the result is closed or the process ends in whatever way; empty when another
     * process has it.
     *
     * @param folder
     *            the folder; beside it a file of the same name with {@code .lock} is kept
     */
    public static Optional<AutoCloseable> claim(Path folder) {
        Path lock = folder.resolveSibling(folder.getFileName() + ".lock");
        try {
            FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() != null) {
                return Optional.of(channel);
            }
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            throw new LauncherException("The lock " + lock + " cannot be taken (" + e
                    + "). Make its folder writable for this user.", e);
        }
    }

    /** Deletes a folder with everything in it, when it is there. */
    public static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                        throws IOException {
                    if (failure != null) {
                        throw failure;
                    }
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new LauncherException("The folder " + folder + " cannot be deleted (" + e
                    + "). Delete it by hand and run it again.", e);
        }
    }
}
