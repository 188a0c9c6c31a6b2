package io.millrace.table.internal.datafile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

import io.millrace.table.internal.parquet.NoConversion;
import io.millrace.table.internal.storage.Checks;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.jspecify.annotations.Nullable;

/**
 * The values of a data file, column by column, to be copied to another file as they stand. Holds one row group, still
 * compressed.
 */
final class ColumnChunkCopier implements AutoCloseable {
    private final ParquetFileReader reader;
    private final MessageType schema;
    /** The columns that are read: those in both files. */
    private final MessageType projection;
    private final @Nullable LeafCopier[] leaves;
    /** The value of every row in the columns that the file lacks, by name: they were partition columns. */
    private final Map<String, @Nullable Object> constants;
    private long rows;

    /**
     * @param reader
     *            of the file; closed with this
     * @param schema
     *            of the file that is written
     * @param constants
     *            the partition values of the file, by column
     */
    ColumnChunkCopier(ParquetFileReader reader, MessageType schema, Map<String, @Nullable Object> constants) {
        this.reader = reader;
        this.constants = constants;
        this.schema = schema;
        this.projection = DataFileReader.projection(reader.getFileMetaData().getSchema(),
                schema.getFields().stream().map(Type::getName).collect(Collectors.toSet()));
        this.leaves = new LeafCopier[schema.getColumns().size()];
        reader.setRequestedSchema(projection);
    }

    /** A leaf column; {@code there} is the definition level of a value that is not null. */
    private record LeafCopier(ColumnReader column, PrimitiveTypeName type, int there) {
        static LeafCopier of(ColumnReader column, ColumnDescriptor descriptor) {
            return new LeafCopier(column, descriptor.getPrimitiveType().getPrimitiveTypeName(),
                    descriptor.getMaxDefinitionLevel());
        }

        void copy(ColumnWriter out) {
            do {
                int repetition = column.getCurrentRepetitionLevel();
                int definition = column.getCurrentDefinitionLevel();
                if (definition < there) {
                    out.writeNull(repetition, definition);
                } else {
                    copy(out, repetition, definition);
                }
                column.consume();
            } while (column.getCurrentRepetitionLevel() > 0);
        }

        private void copy(ColumnWriter out, int repetition, int definition) {
            switch (type) {
                case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> out.write(column.getBinary(), repetition, definition);
                case INT32 -> out.write(column.getInteger(), repetition, definition);
                case INT64 -> out.write(column.getLong(), repetition, definition);
                case DOUBLE -> out.write(column.getDouble(), repetition, definition);
                case FLOAT -> out.write(column.getFloat(), repetition, definition);
                case BOOLEAN -> out.write(column.getBoolean(), repetition, definition);
            }
        }

        void skip() {
            do {
                if (column.getCurrentDefinitionLevel() == there) {
                    column.skip();
                }
                column.consume();
            } while (column.getCurrentRepetitionLevel() > 0);
        }
    }

    /** Whether all of its columns are laid out as in the file that is written, and those that it lacks may be. */
    boolean fit() {
        return schema.getFields().stream().allMatch(field -> projection.containsField(field.getName())
                ? projection.getType(field.getName()).equals(field)
                : field.isRepetition(Repetition.OPTIONAL) || constants.get(field.getName()) != null);
    }

    /** Goes on to the next row group that has rows; false after the last. */
    boolean nextGroup() throws IOException {
        PageReadStore pages = reader.readNextRowGroup();
        if (pages == null) {
            return false;
        }
        rows = pages.getRowCount();
        ColumnReadStoreImpl columns = new ColumnReadStoreImpl(pages, new NoConversion(), projection,
                reader.getFileMetaData().getCreatedBy());
        for (int i = 0; i < leaves.length; i++) {
            ColumnDescriptor leaf = schema.getColumns().get(i);
            leaves[i] = projection.containsPath(leaf.getPath())
                    ? LeafCopier.of(columns.getColumnReader(leaf), leaf)
                    : null;
        }
        return rows > 0 || nextGroup();
    }

    /** Rows of the row group. */
    long rows() {
        return rows;
    }

    /** The bytes of a value of a column that is required and simple, and goes on to the next row in that column. */
    byte[] take(int leaf) {
        ColumnReader column = Checks.notNull(leaves[leaf], "column").column();
        byte[] bytes = column.getBinary().getBytesUnsafe();
        column.consume();
        return bytes;
    }

    /** The bytes of a value of a column that is simple, null where there is none, and goes on to the next row in it. */
    byte @Nullable [] takeIfThere(int leaf) {
        LeafCopier from = leaves[leaf];
        if (from == null) {
            return constant(leaf) instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : null;
        }
        byte[] bytes = from.column().getCurrentDefinitionLevel() == from.there()
                ? from.column().getBinary().getBytesUnsafe()
                : null;
        from.column().consume();
        return bytes;
    }

    /** Copies what a column has of the next row. */
    void copy(int leaf, ColumnWriter out) {
        LeafCopier from = leaves[leaf];
        if (from == null) {
            writeConstant(leaf, out);
        } else {
            from.copy(out);
        }
    }

    private @Nullable Object constant(int leaf) {
        String[] path = schema.getColumns().get(leaf).getPath();
        return path.length == 1 ? constants.get(path[0]) : null;
    }

    private void writeConstant(int leaf, ColumnWriter out) {
        int there = schema.getColumns().get(leaf).getMaxDefinitionLevel();
        switch (constant(leaf)) {
            case null -> out.writeNull(0, 0);
            case String text -> out.write(Binary.fromString(text), 0, there);
            case Integer number -> out.write(number, 0, there);
            case Long number -> out.write(number, 0, there);
            case Boolean flag -> out.write(flag, 0, there);
            case Object value -> throw new IllegalStateException("no partition value is a " + value.getClass());
        }
    }

    /** Passes over what a column has of the next row. */
    void skip(int leaf) {
        LeafCopier from = leaves[leaf];
        if (from != null) {
            from.skip();
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
