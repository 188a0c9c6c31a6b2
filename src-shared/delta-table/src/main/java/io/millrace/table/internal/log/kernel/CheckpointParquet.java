package io.millrace.table.internal.log.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

import io.delta.kernel.data.ArrayValue;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.MapValue;
import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.internal.parquet.ParquetFileReader.BatchReadSupport;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.MetadataColumnSpec;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import io.millrace.table.internal.parquet.Codecs;
import io.millrace.table.internal.parquet.ParquetFiles;
import io.millrace.table.internal.storage.Checks;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** Reads and writes Delta checkpoints, in the shapes of Kernel's columnar batches. */
final class CheckpointParquet {
    private static final int BATCH = 1024;

    private CheckpointParquet() {}

    static CloseableIterator<ColumnarBatch> read(FileIO io, FileStatus file, StructType schema) throws IOException {
        PlainReadSupport support = new PlainReadSupport(schema);
        ParquetReader<Object> reader = new ParquetReader.Builder<Object>(
                ParquetFiles.input(io.newInputFile(file.getPath(), file.getSize())), new PlainParquetConfiguration()) {
            @Override
            protected ReadSupport<Object> getReadSupport() {
                return support;
            }
        }.withCodecFactory(Codecs.thorough()).useRecordFilter(false).useStatsFilter(false).useBloomFilter(false)
                .useDictionaryFilter(false).useColumnIndexFilter(false).build();
        return new Batches(reader, support, schema.contains(MetadataColumnSpec.ROW_INDEX));
    }

    static void write(FileIO io, String path, CloseableIterator<FilteredColumnarBatch> batches) throws IOException {
        ParquetFiles.AtomicOutputFile file = ParquetFiles.output(io.newOutputFile(path));
        try (batches; ActionWriter writer = new ActionWriter(file)) {
            while (batches.hasNext()) {
                writer.write(batches.next());
            }
            writer.complete();
        }
    }

    /** Opens the file with the first batch, whose schema it takes; aborts it unless completed. */
    private static final class ActionWriter implements AutoCloseable {
        private final ParquetFiles.AtomicOutputFile file;
        private @Nullable ActionWriteSupport support;
        private @Nullable ParquetWriter<Integer> writer;
        private boolean complete;

        ActionWriter(ParquetFiles.AtomicOutputFile file) {
            this.file = file;
        }

        void write(FilteredColumnarBatch filtered) throws IOException {
            ColumnarBatch batch = filtered.getData();
            if (support == null || writer == null) {
                support = new ActionWriteSupport(batch.getSchema());
                writer = new Builder(file, support).withConf(new PlainParquetConfiguration())
                        .withCodecFactory(Codecs.thorough()).withCompressionCodec(CompressionCodecName.SNAPPY).build();
            }
            support.batch = batch;
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

    /** Writes row numbers of the batch at hand. */
    private static final class ActionWriteSupport extends WriteSupport<Integer> {
        private final StructType schema;
        private @Nullable ColumnarBatch batch;
        private @Nullable RecordConsumer out;

        ActionWriteSupport(StructType schema) {
            this.schema = schema;
        }

        @Override
        public WriteContext init(@Nullable Configuration configuration) {
            return context();
        }

        @Override
        public WriteContext init(ParquetConfiguration configuration) {
            return context();
        }

        private WriteContext context() {
            return new WriteContext(new MessageType("spark_schema", types(schema)), Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer consumer) {
            out = consumer;
        }

        @Override
        public void write(Integer row) {
            RecordConsumer consumer = Checks.notNull(out, "consumer");
            ColumnarBatch from = Checks.notNull(batch, "batch");
            consumer.startMessage();
            for (int i = 0; i < schema.length(); i++) {
                field(consumer, schema.at(i).getName(), i, from.getColumnVector(i), row);
            }
            consumer.endMessage();
        }
    }

    private static List<Type> types(StructType struct) {
        List<Type> types = new ArrayList<>();
        for (StructField field : struct.fields()) {
            types.add(type(field.getName(), field.getDataType(), field.isNullable()));
        }
        return types;
    }

    private static Type type(String name, DataType type, boolean nullable) {
        Repetition repetition = nullable ? Repetition.OPTIONAL : Repetition.REQUIRED;
        if (type instanceof StructType struct) {
            return new GroupType(repetition, name, types(struct));
        }
        if (type instanceof MapType map) {
            return Types.buildGroup(repetition).as(LogicalTypeAnnotation.mapType())
                    .addField(new GroupType(Repetition.REPEATED, "key_value", type("key", map.getKeyType(), false),
                            type("value", map.getValueType(), map.isValueContainsNull())))
                    .named(name);
        }
        if (type instanceof ArrayType array) {
            return Types.buildGroup(repetition).as(LogicalTypeAnnotation.listType())
                    .addField(new GroupType(Repetition.REPEATED, "list",
                            type("element", array.getElementType(), array.containsNull())))
                    .named(name);
        }
        if (type instanceof StringType) {
            return Types.primitive(PrimitiveTypeName.BINARY, repetition).as(LogicalTypeAnnotation.stringType())
                    .named(name);
        }
        if (type instanceof BooleanType) {
            return Types.primitive(PrimitiveTypeName.BOOLEAN, repetition).named(name);
        }
        if (type instanceof IntegerType) {
            return Types.primitive(PrimitiveTypeName.INT32, repetition).named(name);
        }
        if (type instanceof LongType) {
            return Types.primitive(PrimitiveTypeName.INT64, repetition).named(name);
        }
        throw new UnsupportedOperationException("no checkpoint column has type " + type);
    }

    private static void field(RecordConsumer out, String name, int index, ColumnVector vector, int row) {
        if (!vector.isNullAt(row)) {
            out.startField(name, index);
            value(out, vector, row);
            out.endField(name, index);
        }
    }

    private static void value(RecordConsumer out, ColumnVector vector, int row) {
        DataType type = vector.getDataType();
        if (type instanceof StructType struct) {
            out.startGroup();
            for (int i = 0; i < struct.length(); i++) {
                field(out, struct.at(i).getName(), i, vector.getChild(i), row);
            }
            out.endGroup();
        } else if (type instanceof MapType) {
            map(out, vector.getMap(row));
        } else if (type instanceof ArrayType) {
            array(out, vector.getArray(row));
        } else if (type instanceof StringType) {
            out.addBinary(Binary.fromString(vector.getString(row)));
        } else if (type instanceof BooleanType) {
            out.addBoolean(vector.getBoolean(row));
        } else if (type instanceof IntegerType) {
            out.addInteger(vector.getInt(row));
        } else {
            out.addLong(vector.getLong(row));
        }
    }

    private static void map(RecordConsumer out, MapValue map) {
        out.startGroup();
        if (map.getSize() > 0) {
            out.startField("key_value", 0);
            for (int i = 0; i < map.getSize(); i++) {
                out.startGroup();
                field(out, "key", 0, map.getKeys(), i);
                field(out, "value", 1, map.getValues(), i);
                out.endGroup();
            }
            out.endField("key_value", 0);
        }
        out.endGroup();
    }

    private static void array(RecordConsumer out, ArrayValue array) {
        out.startGroup();
        if (array.getSize() > 0) {
            out.startField("list", 0);
            for (int i = 0; i < array.getSize(); i++) {
                out.startGroup();
                field(out, "element", 0, array.getElements(), i);
                out.endGroup();
            }
            out.endField("list", 0);
        }
        out.endGroup();
    }
}
