package io.millrace.table.internal.log.kernel;

import java.io.IOException;
import java.util.Optional;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.utils.CloseableIterator;
import io.millrace.table.internal.parquet.Codecs;
import io.millrace.table.internal.parquet.ParquetFiles;
import io.millrace.table.internal.storage.TableStorage;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.jspecify.annotations.Nullable;

/** Writes Kernel's columnar batches as Delta checkpoints. */
final class CheckpointWriter {
    private CheckpointWriter() {}

    static void write(TableStorage io, String path, CloseableIterator<FilteredColumnarBatch> batches)
            throws IOException {
        ParquetFiles.AtomicOutputFile file = ParquetFiles.output(io, path);
        try (batches; CheckpointOutput writer = new CheckpointOutput(file)) {
            while (batches.hasNext()) {
                writer.write(batches.next());
            }
            writer.complete();
        }
    }

    /** Opens the file with the first batch, whose schema it takes; aborts it unless completed. */
    private static final class CheckpointOutput implements AutoCloseable {
        private final ParquetFiles.AtomicOutputFile file;
        private @Nullable ActionWriteSupport support;
        private @Nullable ParquetWriter<Integer> writer;
        private boolean complete;

        CheckpointOutput(ParquetFiles.AtomicOutputFile file) {
            this.file = file;
        }

        void write(FilteredColumnarBatch filtered) throws IOException {
            ColumnarBatch batch = filtered.getData();
            if (support == null || writer == null) {
                support = new ActionWriteSupport(batch.getSchema());
                writer = new Builder(file, support).withConf(new PlainParquetConfiguration())
                        .withCodecFactory(Codecs.thorough()).withCompressionCodec(CompressionCodecName.SNAPPY).build();
            }
            support.use(batch);
            Optional<ColumnVector> selected = filtered.getSelectionVector();
            for (int row = 0; row < batch.getSize(); row++) {
                if (selected.isEmpty() || (!selected.get().isNullAt(row) && selected.get().getBoolean(row))) {
                    writer.write(row);
                }
            }
        }

        void complete() {
            complete = true;
        }

        @Override
        public void close() throws IOException {
            boolean closed = false;
            try {
                if (complete && writer != null) {
                    writer.close();
                    closed = true;
                }
            } finally {
                if (!closed) {
                    file.abort();
                }
            }
        }
    }

    private static final class Builder extends ParquetWriter.Builder<Integer, Builder> {
        private final ActionWriteSupport support;

        Builder(OutputFile file, ActionWriteSupport support) {
            super(file);
            this.support = support;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<Integer> getWriteSupport(@Nullable Configuration configuration) {
            return support;
        }

        @Override
        protected WriteSupport<Integer> getWriteSupport(ParquetConfiguration configuration) {
            return support;
        }
    }
}
