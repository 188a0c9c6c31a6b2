package io.millrace.table.internal.storage;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.function.Consumer;

/** Storage that counts its steps and fails at a chosen one. A step is one call that reaches the storage. */
public final class FaultyStorage implements TableStorage {
    private static final int NEVER = Integer.MAX_VALUE;

    /** How a step fails. */
    public enum Fault {
        /** Once, without having done anything. */
        ERROR,
        /** Once, with an OutOfMemoryError, without having done anything. */
        OUT_OF_MEMORY,
        /** Every step that writes fails from here on, until the disk is mended. */
        DISK_FULL,
        /** The step is done, and nobody hears of it. */
        ANSWER_LOST,
        /** The step is done, and the answer is that another client had done it before: as for a client that tried twice. */
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
            case OUT_OF_MEMORY -> throw new OutOfMemoryError("a fault of the test");
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
    public List<FileInfo> listFrom(String path) throws IOException {
        return step(false, () -> intact.listFrom(path));
    }

    @Override
    public FileInfo info(String path) throws IOException {
        return step(false, () -> intact.info(path));
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
        try {
            return step(true, () -> {
                intact.putIfAbsent(path, content).orThrow(path);
                return new Put.Created();
            });
        } catch (FileAlreadyExistsException e) {
            return new Put.NameTaken();
        } catch (IOException e) {
            return new Put.Unconfirmed(e);
        }
    }

    @Override
    public void replace(String path, byte[] content) throws IOException {
        step(true, () -> {
            intact.replace(path, content);
            return true;
        });
    }

    @Override
    public AbortableStream create(String path) throws IOException {
        return step(true, () -> new FaultyStream(intact.create(path)));
    }

    @Override
    public void walk(String folder, Consumer<FileInfo> sink) throws IOException {
        intact.walk(folder, sink);
    }

    @Override
    public String resolvePath(String path) throws IOException {
        return intact.resolvePath(path);
    }

    @Override
    public void createFolders(String path) throws IOException {
        step(true, () -> {
            intact.createFolders(path);
            return true;
        });
    }

    @Override
    public boolean delete(String path) throws IOException {
        return step(false, () -> intact.delete(path));
    }

    @Override
    public ReadableFile file(String path, long size) {
        ReadableFile file = intact.file(path, size);
        return new ReadableFile() {
            @Override
            public long length() throws IOException {
                return file.length();
            }

            @Override
            public String path() {
                return file.path();
            }

            @Override
            public SeekableInput open() throws IOException {
                return step(false, file::open);
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
        public long position() throws IOException {
            return out.position();
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
