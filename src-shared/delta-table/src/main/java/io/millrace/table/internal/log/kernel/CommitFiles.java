package io.millrace.table.internal.log.kernel;

import java.io.IOException;
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
 * Reads and writes commits with Kernel's JSON code, and names the commit file that is damaged. An empty commit file counts as
 * damaged: Kernel would read it as a commit without changes, which no writer makes, and its rows and offsets would be lost.
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
                    open = read(kernel, file);
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

        private CloseableIterator<ColumnarBatch> read(JsonHandler by, FileStatus one) throws IOException {
            return by.readJsonFiles(Utils.toCloseableIterator(List.of(one).iterator()), schema, predicate);
        }

        private RuntimeException named(RuntimeException e) {
            FileStatus at = file;
            return at != null && isCommit(at)
                    && DamagedFile.is(io, at, watched -> read(new DefaultJsonHandler(new KernelFileIo(watched)), at))
                            ? CorruptLogException.commit(at.getPath(), "has a line that is not JSON")
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
