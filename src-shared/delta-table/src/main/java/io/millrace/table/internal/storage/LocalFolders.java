package io.millrace.table.internal.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** Lists, walks and deletes folders of a file system. */
final class LocalFolders {
    private LocalFolders() {}

    /** See {@link TableStorage#listFrom}. */
    static List<FileInfo> listFrom(Path from) throws IOException {
        Path folder = Checks.notNull(from.getParent(), from.toString());
        if (!Files.isDirectory(folder)) {
            throw new FileNotFoundException("no such folder: " + folder);
        }
        String first = LocalStorage.name(from);
        List<FileInfo> found = new ArrayList<>();
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> sorted = entries
                    .filter(p -> !LocalStorage.name(p).startsWith(".") && LocalStorage.name(p).compareTo(first) >= 0
                            && !Files.isDirectory(p))
                    .sorted((a, b) -> LocalStorage.name(a).compareTo(LocalStorage.name(b))).toList();
            for (Path entry : sorted) {
                try {
                    found.add(LocalStorage.info(entry));
                } catch (FileNotFoundException removedMeanwhile) {
                    continue; // by the log clean-up of another process: as if listed a moment later
                }
            }
        }
        return found;
    }

    /** See {@link TableStorage#walk}. */
    static void walk(Path folder, Consumer<FileInfo> sink) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    sink.accept(new FileInfo(file.toString(), attributes.size(),
                            attributes.lastModifiedTime().toMillis()));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE; // a writer removed its temporary file meanwhile
                }
                throw failure;
            }
        });
    }

    /** See {@link TableStorage#deleteFolders}. */
    static void deleteEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                try {
                    Files.deleteIfExists(directory);
                } catch (DirectoryNotEmptyException notEmpty) {
                    return FileVisitResult.CONTINUE; // another process put a file there meanwhile
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
