package io.millrace.table.internal.log.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;

import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.defaults.engine.DefaultExpressionHandler;
import io.delta.kernel.defaults.engine.DefaultFileSystemClient;
import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.ExpressionHandler;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.engine.FileSystemClient;
import io.delta.kernel.engine.JsonHandler;
import io.delta.kernel.engine.MetricsReporter;
import io.delta.kernel.engine.ParquetHandler;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import io.delta.kernel.utils.FileStatus;
import io.millrace.table.internal.log.CorruptLogException;
import io.millrace.table.internal.storage.Checks;
import io.millrace.table.internal.storage.TableStorage;
import org.jspecify.annotations.Nullable;

/**
 * Kernel's engine for Millrace: JSON and expression code of Kernel, with the storage and Parquet code of this library.
 * Kernel's default engine needs the Hadoop runtime, which a native image cannot contain.
 */
public final class KernelEngine implements Engine {
    private final TableStorage io;
    private final FileIO kernelIo;

    public KernelEngine(TableStorage io) {
        // Kernel writes the versions in file names with the digits of this locale, which are others in Egypt.
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        this.io = io;
        this.kernelIo = new KernelFileIo(io);
    }

    @Override
    public ExpressionHandler getExpressionHandler() {
        return new DefaultExpressionHandler();
    }

    @Override
    public JsonHandler getJsonHandler() {
        return new CommitFiles(io, kernelIo);
    }

    @Override
    public FileSystemClient getFileSystemClient() {
        return new DefaultFileSystemClient(kernelIo);
    }

    @Override
    public ParquetHandler getParquetHandler() {
        return new CheckpointFiles();
    }

    @Override
    public List<MetricsReporter> getMetricsReporters() {
        return List.of();
    }

    /** Kernel reads and writes checkpoints only: data files are read and written by this library. */
    private final class CheckpointFiles implements ParquetHandler {
        @Override
        public CloseableIterator<FileReadResult> readParquetFiles(CloseableIterator<FileStatus> files,
                StructType schema, Optional<Predicate> predicate) {
            return new CheckpointBatches(files, schema);
        }

        @Override
        public CloseableIterator<DataFileStatus> writeParquetFiles(String folder,
                CloseableIterator<FilteredColumnarBatch> batches, List<Column> statsColumns) {
            throw new UnsupportedOperationException("data files are written by DataFileWriter");
        }

        @Override
        public void writeParquetFileAtomically(String path, CloseableIterator<FilteredColumnarBatch> batches)
                throws IOException {
            CheckpointWriter.write(io, path, batches);
        }
    }

    private final class CheckpointBatches implements CloseableIterator<FileReadResult> {
        private final CloseableIterator<FileStatus> files;
        private final StructType schema;
        private @Nullable CloseableIterator<ColumnarBatch> open;
        private @Nullable FileStatus file;

        CheckpointBatches(CloseableIterator<FileStatus> files, StructType schema) {
            this.files = files;
            this.schema = schema;
        }

        @Override
        public boolean hasNext() {
            try {
                while (open == null || !open.hasNext()) {
                    closeOpen();
                    if (!files.hasNext()) {
                        return false;
                    }
                    file = files.next();
                    open = CheckpointReader.read(io, file, schema);
                }
                return true;
            } catch (IOException e) {
                throw named(new UncheckedIOException(e));
            } catch (RuntimeException e) {
                throw named(e);
            }
        }

        @Override
        public FileReadResult next() {
            if (!hasNext() || open == null) {
                throw new NoSuchElementException();
            }
            try {
                return new FileReadResult(open.next(), Checks.notNull(file, "file").getPath());
            } catch (RuntimeException e) {
                throw named(e);
            }
        }

        private RuntimeException named(RuntimeException e) {
            FileStatus at = file;
            return at != null && DamagedFile.is(io, at, watched -> CheckpointReader.read(watched, at, schema))
                    ? CorruptLogException.checkpoint(at.getPath(), "is not a complete Parquet file")
                    : e;
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
