package io.millrace.table.internal.storage;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.Optional;
import java.util.function.Consumer;

import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.defaults.engine.fileio.PositionOutputStream;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;

/** Storage that counts its steps and fails at a chosen one. A step is one call that reaches the storage. */
public final class FaultyStorage implements TableStorage {
    private static final int NEVER = Integer.MAX_VALUE;

    /** How a step fails. */
    public enum Fault {
        /** Once, without having done anything. */
        ERROR,
        /** Every step that writes fails from here on, until the disk is mended. */
        DISK_FULL,
        /** The step is done, and nobody hears of it. */
        ANSWER_LOST,
        /** The step is done, and who asked is told that somebody else had done it: a client that tried twice. */
        NAME_TAKEN_BY_OURSELVES,
        /** The process ends before the step. */
        CRASH_BEFORE,
        /** The process ends after the step. */
        CRASH_AFTER
    }

    /** The process ended: nothing that it would do afterwards reaches the storage. */
    public static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    private interface Step<T> {
        T take() throws IOException;
    }

    private final TableStorage intact = new LocalStorage();
    private int failingStep = NEVER;
    private Fault fault = Fault.ERROR;
    private boolean onlyWritesCount;
    private int steps;
    private boolean crashed;

    /** The step of that number from now on fails, counting from 1. */
    public synchronized void failAt(int step, Fault how) {
        failingStep = step;
        fault = how;
        steps = 0;
    }

    /** The same, of the steps that write. */
    public synchronized void failAtWrite(int step, Fault how) {
        failAt(step, how);
        onlyWritesCount = true;
    }

    public synchronized void mend() {
        failingStep = NEVER;
    }

    /** Whether the step was reached. */
    public synchronized boolean failed() {
        return steps >= failingStep;
    }

    /** Whether the process that used this storage ended; open the table by another one. */
    public synchronized boolean crashed() {
        return crashed;
    }

    private synchronized <T> T step(boolean writes, Step<T> step) throws IOException {
        if (crashed) {
            throw new Crash();
        }
        if (onlyWritesCount && !writes) {
            return step.take();
        }
        steps++;
        if (fault == Fault.DISK_FULL && steps >= failingStep && writes) {
            throw new IOException("No space left on device");
        }
        if (steps != failingStep) {
            return step.take();
        }
        return switch (fault) {
            case ERROR -> throw new IOException("Input/output error");
            case DISK_FULL -> step.take();
            case ANSWER_LOST -> {
                step.take();
                throw new IOException("timed out");
            }
            case NAME_TAKEN_BY_OURSELVES -> {
                T done = step.take();
                if (writes) {
                    throw new FileAlreadyExistsException("the name is taken");
                }
                yield done;
            }
            case CRASH_BEFORE -> {
                crashed = true;
                throw new Crash();
            }
            case CRASH_AFTER -> {
                step.take();
                crashed = true;
                throw new Crash();
            }
        };
    }

    @Override
    public CloseableIterator<FileStatus> listFrom(String path) throws IOException {
        return step(false, () -> intact.listFrom(path));
    }

    @Override
    public FileStatus getFileStatus(String path) throws IOException {
        return step(false, () -> intact.getFileStatus(path));
    }

    @Override
    public String identity(String path) throws IOException {
        return step(false, () -> intact.identity(path));
    }

    @Override
    public void copy(String source, String target) throws IOException {
        intact.copy(source, target);
    }

    @Override
    public Put putIfAbsent(String path, byte[] content) {
        throw new UnsupportedOperationException("tables write through newOutputFile");
    }

    @Override
    public void replace(String path, byte[] content) {
        throw new UnsupportedOperationException("tables write through newOutputFile");
    }

    @Override
    public AbortableStream create(String path) {
        throw new UnsupportedOperationException("tables write through newOutputFile");
    }

    @Override
    public void walk(String folder, Consumer<FileStatus> sink) throws IOException {
        intact.walk(folder, sink);
    }

    @Override
    public String resolvePath(String path) throws IOException {
        return intact.resolvePath(path);
    }

    @Override
    public boolean mkdirs(String path) throws IOException {
        return step(true, () -> intact.mkdirs(path));
    }

    @Override
    public boolean delete(String path) throws IOException {
        return step(false, () -> intact.delete(path));
    }

    @Override
    public Optional<String> getConf(String key) {
        return intact.getConf(key);
    }

    @Override
    public void copyFileAtomically(String source, String target, boolean overwrite) throws IOException {
        step(true, () -> {
            intact.copyFileAtomically(source, target, overwrite);
            return true;
        });
    }

    @Override
    public InputFile newInputFile(String path, long size) {
        InputFile file = intact.newInputFile(path, size);
        return new InputFile() {
            @Override
            public long length() throws IOException {
                return file.length();
            }

            @Override
            public String path() {
                return file.path();
            }

            @Override
            public SeekableInputStream newStream() throws IOException {
                return step(false, file::newStream);
            }
        };
    }

    @Override
    public OutputFile newOutputFile(String path) {
        OutputFile file = intact.newOutputFile(path);
        return new OutputFile() {
            @Override
            public String path() {
                return file.path();
            }

            @Override
            public PositionOutputStream create(boolean putIfAbsent) throws IOException {
                return step(true, () -> new FaultyStream((AbortableStream) file.create(putIfAbsent)));
            }

            @Override
            public void writeAtomically(CloseableIterator<String> lines, boolean overwrite) throws IOException {
                step(true, () -> {
                    file.writeAtomically(lines, overwrite);
                    return true;
                });
            }
        };
    }

    private final class FaultyStream extends AbortableStream {
        private static final int WRITES_THAT_COUNT = 3;

        private final AbortableStream out;
        private int writes;
        private boolean aborted;

        FaultyStream(AbortableStream out) {
            this.out = out;
        }

        @Override
        public void abort() {
            out.abort();
            aborted = true;
        }

        @Override
        public long getPos() throws IOException {
            return out.getPos();
        }

        private void count(Step<Boolean> write) throws IOException {
            if (writes++ < WRITES_THAT_COUNT) {
                step(true, write);
            } else {
                write.take();
            }
        }

        @Override
        public void write(int b) throws IOException {
            count(() -> {
                out.write(b);
                return true;
            });
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            count(() -> {
                out.write(bytes, offset, length);
                return true;
            });
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            if (aborted) {
                if (!crashed()) {
                    out.close(); // a process that has ended removes no temporary file
                }
                return;
            }
            step(true, () -> {
                out.close();
                return true;
            });
        }
    }
}
