package io.millrace.table.internal.datafile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.millrace.table.TableShape;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.parquet.Codecs;
import io.millrace.table.internal.parquet.NoConversion;
import io.millrace.table.internal.parquet.ParquetFiles;
import io.millrace.table.internal.storage.SeekableInput;
import io.millrace.table.internal.storage.TableStorage;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Reads the data files of one table: rows, columns, or bytes. Thread-safe. */
public final class DataFileReader {
    private final TableStorage io;
    private final String location;

    DataFileReader(TableStorage io, String location) {
        this.io = io;
        this.location = location;
    }

    /** Reads all rows with all columns, partition columns included; a column that the file lacks is absent. */
    public void read(ActiveFile file, TableShape shape, Consumer<Map<String, @Nullable Object>> sink)
            throws IOException {
        assemble(file, null, row -> {
            shape.partitionColumns().forEach(name -> row.put(name, PartitionValues.parse(
                    shape.column(name).orElseThrow().type(), file.partitionValues().get(name))));
            sink.accept(row);
        });
    }

    /** Takes the rows of a row group, column by column. */
    public interface ColumnSink {
        /**
         * Takes a row group.
         *
         * @param rows
         *            number of rows in it
         * @param readers
         *            readers of the named columns, in that order; null for a column that the file lacks
         */
        void accept(long rows, List<@Nullable ColumnReader> readers);
    }

    /** Opens a file to read bytes of it. */
    public SeekableInput bytes(ActiveFile file) throws IOException {
        return io.file(file.pathIn(location), file.size()).open();
    }

    /**
     * Reads the footer of a file.
     *
     * @param bytes
     *            of the file
     */
    public ParquetMetadata footer(ActiveFile file, SeekableInput bytes) throws IOException {
        return ParquetFileReader.readFooter(input(file), options(FilterCompat.NOOP), ParquetFiles.stream(bytes));
    }

    /**
     * Reads some top-level columns of simple types, without assembling rows.
     *
     * @param filter
     *            by the page index of Parquet, pages without a matching row are not read; all rows of the other pages are given
     */
    public void scan(ActiveFile file, List<String> names, FilterCompat.Filter filter, ColumnSink sink)
            throws IOException {
        try (ParquetFileReader reader = open(file, filter)) {
            MessageType fileSchema = reader.getFileMetaData().getSchema();
            MessageType wanted = projection(fileSchema, Set.copyOf(names));
            reader.setRequestedSchema(wanted);
            PageReadStore pages = reader.readNextFilteredRowGroup();
            while (pages != null) {
                ColumnReadStoreImpl columns = new ColumnReadStoreImpl(pages, new NoConversion(), wanted,
                        reader.getFileMetaData().getCreatedBy());
                List<@Nullable ColumnReader> readers = new ArrayList<>();
                for (String name : names) {
                    readers.add(wanted.containsField(name)
                            ? columns.getColumnReader(wanted.getColumnDescription(new String[]{name}))
                            : null);
                }
                sink.accept(pages.getRowCount(), readers);
                pages = reader.readNextFilteredRowGroup();
            }
        }
    }

    /** Reads rows with the named columns only; a column that the file lacks is absent. */
    public void readColumns(ActiveFile file, Set<String> names, Consumer<Map<String, @Nullable Object>> sink)
            throws IOException {
        assemble(file, names, sink);
    }

    private void assemble(ActiveFile file, @Nullable Set<String> names, Consumer<Map<String, @Nullable Object>> sink)
            throws IOException {
        try (RowCursor rows = new RowCursor(open(file), names)) {
            for (Map<String, @Nullable Object> row = rows.next(); row != null; row = rows.next()) {
                sink.accept(row);
            }
        }
    }

    /** Reads rows with all columns of the file, one after the other. */
    public RowCursor rows(ActiveFile file) throws IOException {
        return new RowCursor(open(file), null);
    }

    /** The values of a file, by row group, to be copied to one with this schema, which is of data columns of the shape. */
    List<ColumnChunkCopier> columns(ActiveFile file, MessageType schema, TableShape shape) throws IOException {
        Map<String, @Nullable Object> constants = PartitionValues.parsed(shape, file);
        ParquetFileReader first = open(file);
        ParquetMetadata footer = first.getFooter();
        if (footer.getBlocks().size() < 2) {
            return List.of(new ColumnChunkCopier(first, schema, constants));
        }
        first.close();
        List<ColumnChunkCopier> groups = new ArrayList<>();
        try {
            for (BlockMetaData block : footer.getBlocks()) {
                InputFile input = input(file);
                groups.add(new ColumnChunkCopier(new ParquetFileReader(input,
                        new ParquetMetadata(footer.getFileMetaData(), List.of(block)), options(FilterCompat.NOOP),
                        input.newStream()), schema, constants));
            }
        } catch (IOException | RuntimeException e) {
            for (ColumnChunkCopier group : groups) {
                group.close();
            }
            throw e;
        }
        return groups;
    }

    /** Opens a file to read its pages. */
    ParquetFileReader open(ActiveFile file) throws IOException {
        return open(file, FilterCompat.NOOP);
    }

    private ParquetFileReader open(ActiveFile file, FilterCompat.Filter filter) throws IOException {
        return ParquetFileReader.open(input(file), options(filter));
    }

    private InputFile input(ActiveFile file) {
        return ParquetFiles.input(io.file(file.pathIn(location), file.size()));
    }

    /** Options own decompressors that are not thread-safe: every reader gets its own. */
    private static ParquetReadOptions options(FilterCompat.Filter filter) {
        return ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(Codecs.thorough()).withRecordFilter(filter).useDictionaryFilter(false)
                .useBloomFilter(false).build();
    }

    /** Columns of the schema of the file: another writer may have made a column optional, or of another physical type. */
    static MessageType projection(MessageType fileSchema, Set<String> names) {
        List<Type> fields = new ArrayList<>();
        for (Type field : fileSchema.getFields()) {
            if (names.contains(field.getName())) {
                fields.add(field);
            }
        }
        return new MessageType(fileSchema.getName(), fields);
    }
}
