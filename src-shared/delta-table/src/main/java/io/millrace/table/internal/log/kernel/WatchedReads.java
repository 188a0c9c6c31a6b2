package io.millrace.table.internal.log.kernel;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

import io.millrace.table.internal.storage.AbortableStream;
import io.millrace.table.internal.storage.FileInfo;
import io.millrace.table.internal.storage.ReadableFile;
import io.millrace.table.internal.storage.SeekableInput;
import io.millrace.table.internal.storage.TableStorage;

/** A storage of which files are only read, and which remembers whether it failed. Used by one thread. */
final class WatchedReads implements TableStorage {
    private final TableStorage io;
    private boolean failed;

    private interface Read<T> {
        T run() throws IOException;
    }

    WatchedReads(TableStorage io) {
        this.io = io;
    }

    /** Whether opening or reading a file failed. The end of a file is no failure. */
    boolean hasFailed() {
        return failed;
    }

    private <T> T watch(Read<T> read) throws IOException {
        try {
            return read.run();
        } catch (EOFException end) {
            throw end;
        } catch (IOException e) {
            failed = true;
            throw e;
        }
    }

    @Override
    public ReadableFile file(String path, long size) {
        ReadableFile file = io.file(path, size);
        return new ReadableFile() {
            @Override
            public String path() {
                return file.path();
            }

            @Override
            public long length() throws IOException {
                return watch(file::length);
            }

            @Override
            public SeekableInput open() throws IOException {
                return new WatchedInput(watch(file::open));
            }
        };
    }

    private final class WatchedInput extends SeekableInput {
        private final SeekableInput in;

        WatchedInput(SeekableInput in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            return watch(in::read);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return watch(() -> in.read(bytes, offset, length));
        }

        @Override
        public void readFully(byte[] bytes, int offset, int length) throws IOException {
            watch(() -> {
                in.readFully(bytes, offset, length);
                return true;
            });
        }

        @Override
        public long position() throws IOException {
            return watch(in::position);
        }

        @Override
        public void seek(long position) throws IOException {
            watch(() -> {
                in.seek(position);
                return true;
            });
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    @Override
    public FileInfo info(String path) throws IOException {
        return watch(() -> io.info(path));
    }

    @Override
    public String identity(String path) throws IOException {
        return watch(() -> io.identity(path));
    }

    @Override
    public List<FileInfo> listFrom(String path) throws IOException {
        return watch(() -> io.listFrom(path));
    }

    @Override
    public void walk(String folder, Consumer<FileInfo> sink) throws IOException {
        io.walk(folder, sink);
    }

    @Override
    public String resolvePath(String path) throws IOException {
        return io.resolvePath(path);
    }

    @Override
    public void createFolders(String path) {
        throw readOnly();
    }

    @Override
    public boolean delete(String path) {
        throw readOnly();
    }

    @Override
    public void copy(String source, String target) {
        throw readOnly();
    }

    @Override
    public Put putIfAbsent(String path, byte[] content) {
        throw readOnly();
    }

    @Override
    public void replace(String path, byte[] content) {
        throw readOnly();
    }

    @Override
    public AbortableStream create(String path) {
        throw readOnly();
    }

    private static UnsupportedOperationException readOnly() {
        return new UnsupportedOperationException("files are only read");
    }
}
