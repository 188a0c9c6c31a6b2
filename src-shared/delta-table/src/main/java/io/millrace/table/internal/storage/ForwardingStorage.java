package io.millrace.table.internal.storage;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * A storage that passes every call on to another one, through one method. So do the files that it opens and creates. What a
 * subclass does around the calls is all that it adds.
 */
public abstract class ForwardingStorage implements TableStorage {
    private final TableStorage io;

    /**
     * @param io
     *            takes the calls
     */
    protected ForwardingStorage(TableStorage io) {
        this.io = io;
    }

    /**
     * A call of the other storage.
     *
     * @param <T>
     *            what it returns
     */
    @FunctionalInterface
    protected interface Call<T> {
        /** Makes the call. */
        T run() throws IOException;
    }

    /** Makes a call, once, and returns or throws what it returns or throws. */
    protected abstract <T> T around(Call<T> call) throws IOException;

    /** A call without a result. */
    private interface Action {
        void run() throws IOException;
    }

    private void aroundAction(Action action) throws IOException {
        var unused = around(() -> {
            action.run();
            return true;
        });
    }

    @Override
    public List<FileInfo> listFrom(String path) throws IOException {
        return around(() -> io.listFrom(path));
    }

    @Override
    public FileInfo info(String path) throws IOException {
        return around(() -> io.info(path));
    }

    @Override
    public String identity(String path) throws IOException {
        return around(() -> io.identity(path));
    }

    @Override
    public String resolvePath(String path) throws IOException {
        return around(() -> io.resolvePath(path));
    }

    @Override
    public void createFolders(String path) throws IOException {
        aroundAction(() -> io.createFolders(path));
    }

    @Override
    public boolean delete(String path) throws IOException {
        return around(() -> io.delete(path));
    }

    @Override
    public void copy(String source, String target) throws IOException {
        aroundAction(() -> io.copy(source, target));
    }

    @Override
    public Put putIfAbsent(String path, byte[] content) {
        try {
            return around(() -> io.putIfAbsent(path, content));
        } catch (IOException e) {
            return new Put.Unconfirmed(e);
        }
    }

    @Override
    public void replace(String path, byte[] content) throws IOException {
        aroundAction(() -> io.replace(path, content));
    }

    @Override
    public void walk(String folder, Consumer<FileInfo> sink) throws IOException {
        aroundAction(() -> io.walk(folder, sink));
    }

    @Override
    public void deleteFolders(String folder) throws IOException {
        aroundAction(() -> io.deleteFolders(folder));
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
                return around(file::length);
            }

            @Override
            public SeekableInput open() throws IOException {
                return new Input(around(file::open));
            }
        };
    }

    @Override
    public AbortableStream create(String path) throws IOException {
        return new Output(around(() -> io.create(path)));
    }

    private final class Input extends SeekableInput {
        private final SeekableInput in;

        Input(SeekableInput in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            return around(in::read);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return around(() -> in.read(bytes, offset, length));
        }

        @Override
        public void readFully(byte[] bytes, int offset, int length) throws IOException {
            aroundAction(() -> in.readFully(bytes, offset, length));
        }

        @Override
        public long position() throws IOException {
            return around(in::position);
        }

        @Override
        public void seek(long position) throws IOException {
            aroundAction(() -> in.seek(position));
        }

        @Override
        public void close() throws IOException {
            aroundAction(in::close);
        }
    }

    private final class Output extends AbortableStream {
        private final AbortableStream out;

        Output(AbortableStream out) {
            this.out = out;
        }

        @Override
        public void write(int value) throws IOException {
            aroundAction(() -> out.write(value));
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            aroundAction(() -> out.write(bytes, offset, length));
        }

        @Override
        public void flush() throws IOException {
            aroundAction(out::flush);
        }

        @Override
        public long position() throws IOException {
            return around(out::position);
        }

        @Override
        public void abort() {
            out.abort();
        }

        @Override
        public void close() throws IOException {
            aroundAction(out::close);
        }
    }
}
