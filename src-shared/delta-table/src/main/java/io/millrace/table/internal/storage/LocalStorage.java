package io.millrace.table.internal.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Tables on a file system, without Hadoop.
 *
 * <p>
 * Put-if-absent writes a temporary file and hard-links it to its name: {@code link(2)} fails when the name exists, on
 * every process of the machine, and the name never shows a partly written file. Renaming would overwrite, and a check
 * before it would race. Temporary files, whose names start with a dot, are not listed; a walk meets them.
 */
public final class LocalStorage implements TableStorage {
    @Override
    public List<FileInfo> listFrom(String filePath) throws IOException {
        Path from = path(filePath);
        Path folder = Checks.notNull(from.getParent(), filePath);
        if (!Files.isDirectory(folder)) {
            throw new FileNotFoundException("no such folder: " + folder);
        }
        String first = name(from);
        List<FileInfo> found = new ArrayList<>();
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> sorted = entries
                    .filter(p -> !name(p).startsWith(".") && name(p).compareTo(first) >= 0 && !Files.isDirectory(p))
                    .sorted((a, b) -> name(a).compareTo(name(b))).toList();
            for (Path entry : sorted) {
                try {
                    found.add(info(entry));
                } catch (FileNotFoundException removedMeanwhile) {
                    continue; // log clean-up of another process; as if listed a moment later
                }
            }
        }
        return found;
    }

    @Override
    public void walk(String folder, Consumer<FileInfo> sink) throws IOException {
        if (!Files.isDirectory(path(folder))) {
            return;
        }
        Files.walkFileTree(path(folder), new SimpleFileVisitor<>() {
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
                    return FileVisitResult.CONTINUE; // a writer finished with it meanwhile
                }
                throw failure;
            }
        });
    }

    @Override
    public void deleteFolders(String folder) throws IOException {
        if (!Files.isDirectory(path(folder))) {
            return;
        }
        Files.walkFileTree(path(folder), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                try {
                    Files.deleteIfExists(directory);
                } catch (DirectoryNotEmptyException notEmpty) {
                    return FileVisitResult.CONTINUE; // somebody put a file there meanwhile
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    public FileInfo info(String path) throws IOException {
        return info(path(path));
    }

    @Override
    public String identity(String path) throws IOException {
        try {
            BasicFileAttributes file = Files.readAttributes(path(path), BasicFileAttributes.class);
            return file.fileKey() + " " + file.lastModifiedTime().to(TimeUnit.NANOSECONDS) + " " + file.size();
        } catch (NoSuchFileException e) {
            throw new FileNotFoundException(path);
        }
    }

    @Override
    public void copy(String source, String target) throws IOException {
        Path to = path(target);
        Files.createDirectories(Checks.notNull(to.getParent(), target));
        try {
            Files.createLink(to, path(source));
        } catch (NoSuchFileException e) {
            throw new FileNotFoundException(source);
        } catch (FileAlreadyExistsException done) {
            return;
        }
    }

    @Override
    public String resolvePath(String path) {
        return path(path).toAbsolutePath().toString();
    }

    @Override
    public void createFolders(String path) throws IOException {
        Files.createDirectories(path(path));
    }

    @Override
    public boolean delete(String path) throws IOException {
        return Files.deleteIfExists(path(path));
    }

    @Override
    public ReadableFile file(String path, long size) {
        return new LocalInput(path(path), path, size);
    }

    @Override
    public Put putIfAbsent(String path, byte[] content) {
        try {
            Path target = path(path);
            return publish(written(target, content), target);
        } catch (IOException e) {
            return new Put.Unconfirmed(e);
        }
    }

    @Override
    public void replace(String path, byte[] content) throws IOException {
        Path target = path(path);
        Path temporary = written(target, content);
        try {
            // Hadoop keeps a checksum beside each file that it writes, and would hold it against ours.
            Files.deleteIfExists(target.resolveSibling("." + name(target) + ".crc"));
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    @Override
    public AbortableStream create(String path) throws IOException {
        return output(path(path));
    }

    static Path path(String location) {
        try {
            return location.startsWith("file:")
                    ? Path.of(URI.create(location.replaceFirst("^file:/+", "file:///")))
                    : Path.of(location);
        } catch (InvalidPathException e) {
            throw new UncheckedIOException(new IOException("This process cannot use the name of the file " + location
                    + ", because its locale has no UTF-8. Start it with LC_ALL=C.UTF-8.", e));
        }
    }

    private static String name(Path path) {
        return Checks.notNull(path.getFileName(), path.toString()).toString();
    }

    static FileInfo info(Path file) throws IOException {
        try {
            return new FileInfo(file.toString(), Files.size(file), Files.getLastModifiedTime(file).toMillis());
        } catch (NoSuchFileException e) {
            throw new FileNotFoundException(file.toString());
        }
    }

    private static LocalOutput output(Path target) throws IOException {
        Path temporary = temporary(target);
        try {
            return new LocalOutput(target, temporary);
        } catch (NoSuchFileException noFolderYet) {
            Files.createDirectories(Checks.notNull(target.getParent(), target.toString()));
            return new LocalOutput(target, temporary);
        }
    }

    public static Path temporary(Path target) {
        Path folder = Checks.notNull(target.getParent(), target.toString());
        return folder.resolve("." + name(target) + "." + UUID.randomUUID() + ".tmp");
    }

    private static Path written(Path target, byte[] content) throws IOException {
        try (LocalOutput out = output(target)) {
            out.write(content, 0, content.length);
            return out.keep();
        }
    }

    /**
     * Gives a temporary file its name, or removes it. When a network file system has lost the answer to our own link, the
     * link that it finds on its second try is the same file.
     */
    static Put publish(Path temporary, Path target) throws IOException {
        try {
            Files.createLink(target, temporary);
            return new Put.Created();
        } catch (FileAlreadyExistsException e) {
            return Files.isSameFile(target, temporary) ? new Put.Created() : new Put.NameTaken();
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
