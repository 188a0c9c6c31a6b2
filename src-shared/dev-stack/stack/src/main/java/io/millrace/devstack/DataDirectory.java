package io.millrace.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** Deletes what a stack wrote into its data directory, and no other files. */
final class DataDirectory {
    private static final List<String> OURS = List.of("kafka", "registry", "logs", "server-1.properties");

    private DataDirectory() {}

    /** Deletes the stack's own entries, and the directory too when it is empty then. */
    static void delete(Path directory) {
        try {
            for (var entry : OURS) {
                deleteTree(directory.resolve(entry));
            }
            if (Files.isDirectory(directory) && isEmpty(directory)) {
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The dev stack's data in " + directory + " cannot be deleted", e);
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }

    private static void deleteTree(Path root) throws IOException {
        if (Files.exists(root)) {
            try (var all = Files.walk(root)) {
                for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
