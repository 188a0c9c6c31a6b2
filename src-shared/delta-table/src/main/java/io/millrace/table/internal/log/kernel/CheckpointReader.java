package io.millrace.table.internal.log.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.NoSuchElementException;

import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.defaults.internal.parquet.ParquetFileReader.BatchReadSupport;
import io.delta.kernel.types.MetadataColumnSpec;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import io.millrace.table.internal.parquet.Codecs;
import io.millrace.table.internal.parquet.ParquetFiles;
import io.millrace.table.internal.storage.TableStorage;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;

/** Reads Delta checkpoints as Kernel's columnar batches. */
final class CheckpointReader {
    private static final int BATCH = 1024;

    private CheckpointReader() {}

    static CloseableIterator<ColumnarBatch> read(TableStorage io, FileStatus file, StructType schema)
            throws IOException {
        PlainReadSupport support = new PlainReadSupport(schema);
        ParquetReader<Object> reader = new ParquetReader.Builder<Object>(
                ParquetFiles.input(io.file(file.getPath(), file.getSize())), new PlainParquetConfiguration()) {
            @Override
            protected ReadSupport<Object> getReadSupport() {
                return support;
            }
        }.withCodecFactory(Codecs.thorough()).useRecordFilter(false).useStatsFilter(false).useBloomFilter(false)
                .useDictionaryFilter(false).useColumnIndexFilter(false).build();
        return new Batches(reader, support, schema.contains(MetadataColumnSpec.ROW_INDEX));
    }

    /** Kernel's own row assembly, entered without a Hadoop configuration. */
    private static final class PlainReadSupport extends BatchReadSupport {
        PlainReadSupport(StructType schema) {
            super(BATCH, schema);
        }

        @Override
        @SuppressWarnings("NullAway") // Kernel ignores the configuration that it is given.
        public RecordMaterializer<Object> prepareForRead(ParquetConfiguration configuration,
                Map<String, String> metadata, MessageType fileSchema, ReadSupport.ReadContext context) {
            return super.prepareForRead((Configuration) null, metadata, fileSchema, context);
        }
    }

    private static final class Batches implements CloseableIterator<ColumnarBatch> {
        private final ParquetReader<Object> reader;
        private final PlainReadSupport support;
        private final boolean withIndex;
        private boolean ahead;

        Batches(ParquetReader<Object> reader, PlainReadSupport support, boolean withIndex) {
            this.reader = reader;
            this.support = support;
            this.withIndex = withIndex;
        }

        @Override
        public boolean hasNext() {
            try {
                if (!ahead) {
                    ahead = reader.read() != null;
                }
                return ahead;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public ColumnarBatch next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            int rows = 0;
            do {
                ahead = false;
                support.finalizeCurrentRow(withIndex ? reader.getCurrentRowIndex() : -1);
                rows++;
            } while (rows < BATCH && hasNext());
            return support.getDataAsColumnarBatch(rows);
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
