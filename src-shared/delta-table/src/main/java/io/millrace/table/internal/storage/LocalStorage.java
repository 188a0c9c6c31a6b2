package io.millrace.table.internal.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Tables on a file system, without Hadoop.
 *
 * <p>
 * Put-if-absent writes a temporary file and hard-links it to its name: {@code link(2)} fails for every process when the name
 * exists, and the name never shows a partly written file. Renaming would overwrite, and a check before it would race.
 * Temporary files, whose names start with a dot, are not listed; a walk includes them.
 */
public final class LocalStorage implements TableStorage {
    @Override
    public List<FileInfo> listFrom(String path) throws IOException {
        return LocalFolders.listFrom(path(path));
    }

    @Override
    public void walk(String folder, Consumer<FileInfo> sink) throws IOException {
        LocalFolders.walk(path(folder), sink);
    }

    @Override
    public void deleteFolders(String folder) throws IOException {
        LocalFolders.deleteEmpty(path(folder));
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
            return LocalOutput.publish(LocalOutput.written(target, content), target);
        } catch (IOException e) {
            return new Put.Unconfirmed(e);
        }
    }

    @Override
    public void replace(String path, byte[] content) throws IOException {
        Path target = path(path);
        Path temporary = LocalOutput.written(target, content);
        try {
            // Hadoop keeps a checksum beside each file that it writes, and would refuse the new content by it.
            Files.deleteIfExists(target.resolveSibling("." + name(target) + ".crc"));
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    @Override
    public AbortableStream create(String path) throws IOException {
        return LocalOutput.open(path(path));
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

    static String name(Path path) {
        return Checks.notNull(path.getFileName(), path.toString()).toString();
    }

    static FileInfo info(Path file) throws IOException {
        try {
            return new FileInfo(file.toString(), Files.size(file), Files.getLastModifiedTime(file).toMillis());
        } catch (NoSuchFileException e) {
            throw new FileNotFoundException(file.toString());
        }
    }

    /** A new name for a temporary file of a target. */
    public static Path temporary(Path target) {
        Path folder = Checks.notNull(target.getParent(), target.toString());
        return folder.resolve("." + name(target) + "." + UUID.randomUUID() + ".tmp");
    }
}
