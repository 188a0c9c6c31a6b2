package io.millrace.table.internal;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.defaults.engine.fileio.PositionOutputStream;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;

/**
 * A local file system for Kernel, without Hadoop.
 *
 * <p>
 * Put-if-absent writes a temporary file and hard-links it to its name: {@code link(2)} fails when the name exists, on
 * every process of the machine, and the name never shows a partly written file. Renaming would overwrite, and a check
 * before it would race.
 */
final class LocalFileIO implements FileIO {
    @Override
    public CloseableIterator<FileStatus> listFrom(String filePath) throws IOException {
        Path from = path(filePath);
        Path folder = Checks.notNull(from.getParent(), filePath);
        if (!Files.isDirectory(folder)) {
            throw new FileNotFoundException("no such folder: " + folder);
        }
        String first = name(from);
        List<FileStatus> statuses = new ArrayList<>();
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> sorted = entries.filter(p -> !name(p).startsWith(".") && name(p).compareTo(first) >= 0)
                    .sorted((a, b) -> name(a).compareTo(name(b))).toList();
            for (Path entry : sorted) {
                try {
                    statuses.add(status(entry));
                } catch (FileNotFoundException removedMeanwhile) {
                    continue; // log clean-up of another process; as if listed a moment later
                }
            }
        }
        return Utils.toCloseableIterator(statuses.iterator());
    }

    @Override
    public FileStatus getFileStatus(String path) throws IOException {
        return status(path(path));
    }

    @Override
    public String resolvePath(String path) {
        return path(path).toAbsolutePath().toString();
    }

    @Override
    public boolean mkdirs(String path) throws IOException {
        Files.createDirectories(path(path));
        return true;
    }

    @Override
    public boolean delete(String path) throws IOException {
        return Files.deleteIfExists(path(path));
    }

    @Override
    public Optional<String> getConf(String key) {
        return Optional.empty();
    }

    @Override
    public void copyFileAtomically(String source, String target, boolean overwrite) throws IOException {
        List<String> lines = Files.readAllLines(path(source), StandardCharsets.UTF_8);
        newOutputFile(target).writeAtomically(Utils.toCloseableIterator(lines.iterator()), overwrite);
    }

    @Override
    public InputFile newInputFile(String path, long size) {
        return new LocalInput(path(path), path, size);
    }

    @Override
    public OutputFile newOutputFile(String path) {
        return new LocalOutput(path(path), path);
    }

    static Path path(String location) {
        return location.startsWith("file:")
                ? Path.of(URI.create(location.replaceFirst("^file:/+", "file:///")))
                : Path.of(location);
    }

    private static String name(Path path) {
        return Checks.notNull(path.getFileName(), path.toString()).toString();
    }

    private static FileStatus status(Path file) throws IOException {
        try {
            return FileStatus.of(file.toString(), Files.size(file), Files.getLastModifiedTime(file).toMillis());
        } catch (NoSuchFileException e) {
            throw new FileNotFoundException(file.toString());
        }
    }

    private static Path temporary(Path target) throws IOException {
        Path folder = Checks.notNull(target.getParent(), target.toString());
        Files.createDirectories(folder);
        return folder.resolve("." + name(target) + "." + UUID.randomUUID() + ".tmp");
    }

    /** @throws java.nio.file.FileAlreadyExistsException when the target exists; Kernel takes that for a lost race */
    private static void linkIfAbsent(Path temporary, Path target) throws IOException {
        try {
            Files.createLink(target, temporary);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private record LocalInput(Path file, String path, long size) implements InputFile {
        @Override
        public long length() throws IOException {
            return size > 0 ? size : Files.size(file);
        }

        @Override
        public SeekableInputStream newStream() throws IOException {
            try {
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                return new LocalStream(channel);
            } catch (NoSuchFileException e) {
                throw new FileNotFoundException(path);
            }
        }
    }

    private static final class LocalStream extends SeekableInputStream {
        private final FileChannel channel;
        private final InputStream in;

        LocalStream(FileChannel channel) {
            this.channel = channel;
            this.in = Channels.newInputStream(channel);
        }

        @Override
        public long getPos() throws IOException {
            return channel.position();
        }

        @Override
        public void seek(long position) throws IOException {
            channel.position(position);
        }

        @Override
        public void readFully(byte[] bytes, int offset, int length) throws IOException {
            if (in.readNBytes(bytes, offset, length) < length) {
                throw new EOFException();
            }
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return in.read(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private record LocalOutput(Path target, String path) implements OutputFile {
        @Override
        public PositionOutputStream create(boolean putIfAbsent) throws IOException {
            return new LocalPositionStream(target, temporary(target), putIfAbsent);
        }

        @Override
        public void writeAtomically(CloseableIterator<String> lines, boolean overwrite) throws IOException {
            Path temporary = temporary(target);
            try {
                try (lines;
                        FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW,
                                StandardOpenOption.WRITE)) {
                    StringBuilder text = new StringBuilder();
                    while (lines.hasNext()) {
                        text.append(lines.next()).append('\n');
                    }
                    java.nio.ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                    channel.force(true);
                }
                if (overwrite) {
                    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                } else {
                    Files.createLink(target, temporary);
                }
            } finally {
                Files.deleteIfExists(temporary);
            }
        }
    }

    private static final class LocalPositionStream extends AbortableStream {
        private final Path target;
        private final Path temporary;
        private final boolean putIfAbsent;
        private final FileChannel channel;
        private final OutputStream out;
        private long position;
        private boolean closed;
        private boolean aborted;

        LocalPositionStream(Path target, Path temporary, boolean putIfAbsent) throws IOException {
            this.target = target;
            this.temporary = temporary;
            this.putIfAbsent = putIfAbsent;
            this.channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            this.out = new java.io.BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            position++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            position += length;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        void abort() {
            aborted = true;
        }

        @Override
        public void close() throws IOException {
            if (closed) {
                return;
            }
            closed = true;
            if (aborted) {
                channel.close();
                Files.deleteIfExists(temporary);
                return;
            }
            try (channel) {
                out.flush();
                channel.force(true);
            } catch (IOException e) {
                Files.deleteIfExists(temporary);
                throw e;
            }
            if (putIfAbsent) {
                linkIfAbsent(temporary, target);
            } else {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
