package io.millrace.table.internal.log.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Pattern;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultJsonHandler;
import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.engine.JsonHandler;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import io.millrace.table.internal.log.CorruptLogException;
import io.millrace.table.internal.storage.TableStorage;
import org.jspecify.annotations.Nullable;

/**
 * Kernel's own JSON code, which says which commit is damaged. Kernel takes a commit without a line for one that changed
 * nothing; no writer makes such a commit, and believing it would lose the rows and offsets that were in it.
 */
final class CommitFiles implements JsonHandler {
    private static final Pattern COMMIT = Pattern.compile(".*/_delta_log/\\d{20}\\.json");

    private final TableStorage io;
    private final JsonHandler kernel;

    CommitFiles(TableStorage io, FileIO kernelIo) {
        this.io = io;
        this.kernel = new DefaultJsonHandler(kernelIo);
    }

    @Override
    public ColumnarBatch parseJson(ColumnVector json, StructType schema, Optional<ColumnVector> selection) {
        return kernel.parseJson(json, schema, selection);
    }

    @Override
    public void writeJsonFileAtomically(String path, CloseableIterator<Row> rows, boolean overwrite)
            throws IOException {
        kernel.writeJsonFileAtomically(path, rows, overwrite);
    }

    @Override
    public CloseableIterator<ColumnarBatch> readJsonFiles(CloseableIterator<FileStatus> files, StructType schema,
            Optional<Predicate> predicate) throws IOException {
        return new CommitBatches(files, schema, predicate);
    }

    /** Reads a file to its end. */
    interface ReadAttempt {
        CloseableIterator<?> open() throws IOException;
    }

    /**
     * Whether a file that could not be read is damaged, rather than out of reach for a moment: the storage gives it out
     * to its last byte, and reading it fails again.
     */
    static boolean isDamaged(TableStorage io, FileStatus file, ReadAttempt reading) {
        try (InputStream in = io.file(file.getPath(), file.getSize()).open()) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException outOfReach) {
            return false;
        }
        try (CloseableIterator<?> again = reading.open()) {
            while (again.hasNext()) {
                again.next();
            }
            return false;
        } catch (IOException | RuntimeException sameAgain) {
            return true;
        }
    }

    private final class CommitBatches implements CloseableIterator<ColumnarBatch> {
        private final CloseableIterator<FileStatus> files;
        private final StructType schema;
        private final Optional<Predicate> predicate;
        private @Nullable FileStatus file;
        private @Nullable CloseableIterator<ColumnarBatch> open;
        private boolean any;

        CommitBatches(CloseableIterator<FileStatus> files, StructType schema, Optional<Predicate> predicate) {
            this.files = files;
            this.schema = schema;
            this.predicate = predicate;
        }

        @Override
        public boolean hasNext() {
            try {
                while (open == null || !open.hasNext()) {
                    if (open != null && file != null && !any && isCommit(file)) {
                        throw CorruptLogException.commit(file.getPath(), "is empty");
                    }
                    closeOpen();
                    if (!files.hasNext()) {
                        return false;
                    }
                    file = files.next();
                    any = false;
                    open = read(file);
                }
                return true;
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } catch (CorruptLogException e) {
                throw e;
            } catch (RuntimeException e) {
                throw named(e);
            }
        }

        @Override
        public ColumnarBatch next() {
            if (!hasNext() || open == null) {
                throw new NoSuchElementException();
            }
            any = true;
            try {
                return open.next();
            } catch (RuntimeException e) {
                throw named(e);
            }
        }

        private CloseableIterator<ColumnarBatch> read(FileStatus one) throws IOException {
            return kernel.readJsonFiles(Utils.toCloseableIterator(List.of(one).iterator()), schema, predicate);
        }

        private RuntimeException named(RuntimeException e) {
            FileStatus at = file;
            return at != null && isCommit(at) && isDamaged(io, at, () -> read(at))
                    ? CorruptLogException.commit(at.getPath(), "has a line that is no JSON")
                    : e;
        }

        private static boolean isCommit(FileStatus file) {
            return COMMIT.matcher(file.getPath()).matches();
        }

        @Override
        public void close() throws IOException {
            closeOpen();
            files.close();
        }

        private void closeOpen() throws IOException {
            if (open != null) {
                open.close();
                open = null;
            }
        }
    }
}
