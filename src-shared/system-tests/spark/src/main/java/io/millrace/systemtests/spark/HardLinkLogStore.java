package io.millrace.systemtests.spark;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.UUID;

import io.delta.storage.HadoopFileSystemLogStore;
import org.apache.hadoop.conf.Configuration;

/**
 * Delta's log in a folder, for Spark, by the rule that Millrace keeps: a commit is a temporary file that is hard-linked to
 * its name, which fails when the name exists, on every process. Delta's own store for {@code file:} looks whether the name
 * is free and then renames over it, so that of two processes that commit at the same moment one may erase the other's commit.
 * <p>
 * To be named in {@code spark.delta.logStore.file.impl}.
 */
public final class HardLinkLogStore extends HadoopFileSystemLogStore {
    /** As Delta makes it. */
    public HardLinkLogStore(Configuration configuration) {
        super(configuration);
    }

    /**
     * Stores a file of the log, complete or not at all.
     *
     * @throws java.nio.file.FileAlreadyExistsException
     *             when it is not to be overwritten and is there
     */
    @Override
    public void write(org.apache.hadoop.fs.Path path, Iterator<String> lines, Boolean overwrite,
            Configuration configuration) throws IOException {
        Path target = Path.of(path.toUri().getPath());
        Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        Files.createDirectories(target.getParent());
        try {
            write(lines, temporary);
            if (overwrite) {
                // Hadoop would hold what it wrote there before against the new content.
                Files.deleteIfExists(target.resolveSibling("." + target.getFileName() + ".crc"));
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.createLink(target, temporary);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void write(Iterator<String> lines, Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW)) {
            while (lines.hasNext()) {
                out.write(lines.next());
                out.write('\n');
            }
        }
        try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE)) {
            written.force(true);
        }
    }

    @Override
    public Boolean isPartialWriteVisible(org.apache.hadoop.fs.Path path, Configuration configuration) {
        return false;
    }
}
