package io.millrace.table.internal.datafile;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import io.millrace.table.TableShape;
import io.millrace.table.internal.keys.KeyBlockIndex;
import io.millrace.table.internal.keys.KeyBuffer;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.parquet.Codecs;
import io.millrace.table.internal.parquet.NoConversion;
import io.millrace.table.internal.parquet.ParquetFiles;
import io.millrace.table.internal.storage.BoundedParallelIo;
import io.millrace.table.vector.ColumnVectors;
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

/** Writes and reads the data files of one table. */
public final class DataFiles implements AutoCloseable {
    private static final String PREFIX = "part-";

    private final FileIO io;
    private final String location;
    private final Clock clock;
    private final BoundedParallelIo calls;
    private final String prefix;
    /** Owned by the one thread that writes. */
    private final Codecs quick = Codecs.quick();
    private final Codecs thorough = Codecs.thorough();
    private final DictionaryChoice dictionaries = new DictionaryChoice();
    /** In a process with the POSIX locale, Java cannot name a file beyond ASCII. */
    private final boolean unicodeNames = "UTF-8".equals(System.getProperty("sun.jnu.encoding"));
    private @Nullable FileLayout layout;

    /**
     * @param calls
     *            how several files are read or written
     */
    public DataFiles(FileIO io, String location, Clock clock, BoundedParallelIo calls) {
        this(io, location, clock, calls, PREFIX);
    }

    private DataFiles(FileIO io, String location, Clock clock, BoundedParallelIo calls, String prefix) {
        this.io = io;
        this.location = location;
        this.clock = clock;
        this.calls = calls;
        this.prefix = prefix;
    }

    /** One file after the other. */
    public DataFiles(FileIO io, String location, Clock clock) {
        this(io, location, clock, BoundedParallelIo.IN_TURN);
    }

    /**
     * Files that wait long for their commit and are not looked for before each attempt, one after the other. Their names
     * keep vacuum from taking them for files whose commit failed.
     */
    public static DataFiles waiting(FileIO io, String location, Clock clock) {
        return new DataFiles(io, location, clock, BoundedParallelIo.IN_TURN, PREFIX + "r-");
    }

    /** How several files are read or written. */
    public BoundedParallelIo calls() {
        return calls;
    }

    /**
     * A file that was written and is in no version of the table yet.
     *
     * @param file
     *            what it is
     * @param action
     *            the log action that adds it
     * @param footer
     *            what Parquet wrote at its end
     * @param stretches
     *            where its keys stand, when that is known and worth while
     */
    public record NewDataFile(ActiveFile file, Row action, ParquetMetadata footer, Optional<KeyBlockIndex> stretches) {}

    /**
     * Writes a file for each partition; all are stored when it returns.
     *
     * @param values
     *            of the rows
     * @param dataChange
     *            whether the rows are new to the table
     */
    public List<NewDataFile> write(TableShape shape, ColumnVectors values, List<RowsByPartition.Partition> partitions,
            boolean dataChange) throws IOException {
        List<NewDataFile> files = new ArrayList<>(partitions.size());
        try (BoundedParallelIo.PendingCalls<String> storing = calls.begin()) {
            for (RowsByPartition.Partition partition : partitions) {
                files.add(write(shape, values, partition, dataChange, storing));
            }
            storing.results();
        }
        return files;
    }

    private NewDataFile write(TableShape shape, ColumnVectors values, RowsByPartition.Partition partition,
            boolean dataChange, BoundedParallelIo.PendingCalls<String> storing) throws IOException {
        try (DataFileWriter writer = begin(shape, PartitionValues.of(shape, partition.values()), quick,
                partition.keys(), ClusterRanges.NONE, storing)) {
            writer.write(values, partition.rows());
            NewDataFile file = writer.complete(dataChange);
            dictionaries.learn(file.footer());
            return file;
        }
    }

    /**
     * Begins a file that compaction will soon rewrite; nothing of it can be seen before it is complete.
     *
     * @param clusters
     *            by which its rows are put into row groups
     * @param storing
     *            takes what is to be done when it is complete; it is stored when that is done
     */
    public DataFileWriter begin(TableShape shape, Map<String, @Nullable String> partition, ClusterRanges clusters,
            BoundedParallelIo.PendingCalls<String> storing) throws IOException {
        return begin(shape, partition, quick, KeyBuffer.Ordered.NONE, clusters, storing);
    }

    /** Begins a file that is to stay: smaller, for more work. */
    public DataFileWriter beginLasting(TableShape shape, Map<String, @Nullable String> partition,
            ClusterRanges clusters)
            throws IOException {
        return begin(shape, partition, thorough, KeyBuffer.Ordered.NONE, clusters, BoundedParallelIo.IN_TURN.begin());
    }

    private DataFileWriter begin(TableShape shape, Map<String, @Nullable String> partition, Codecs codecs,
            KeyBuffer.Ordered keys, ClusterRanges clusters, BoundedParallelIo.PendingCalls<String> storing)
            throws IOException {
        String path = PartitionFolders.of(shape.partitionColumns(), partition, !unicodeNames) + prefix
                + UUID.randomUUID() + ".zstd.parquet";
        return new DataFileWriter(ParquetFiles.output(io.newOutputFile(location + "/" + path), storing),
                ActiveFile.encoded(path), partition, layout(shape), codecs, keys, clusters, clock);
    }

    private FileLayout layout(TableShape shape) {
        Set<String> plain = dictionaries.without(shape.dataColumns());
        FileLayout known = layout;
        if (known == null || !known.plain().equals(plain) || !known.shape().equals(shape)) {
            known = FileLayout.of(shape, plain);
            layout = known;
        }
        return known;
    }

    /** Whether all are still there: some that waited very long to be committed may have been taken for rubbish. */
    public boolean exist(List<ActiveFile> files) throws IOException {
        return calls.each(files, this::exists).stream().allMatch(Boolean::booleanValue);
    }

    public boolean exists(ActiveFile file) throws IOException {
        try {
            io.getFileStatus(absolute(file));
            return true;
        } catch (FileNotFoundException e) {
            return false;
        }
    }

    /** Removes files that no version of the table has; a failure only leaves some behind. */
    public void discard(List<ActiveFile> files) throws IOException {
        calls.each(files, file -> io.delete(absolute(file)));
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

    /** Is given the rows of a row group, column by column. */
    public interface ColumnSink {
        /**
         * Takes a row group.
         *
         * @param rows
         *            how many rows it has
         * @param readers
         *            of the columns in the order in which they were named, null where the file lacks one
         */
        void accept(long rows, List<@Nullable ColumnReader> readers);
    }

    /** Opens a file to read bytes of it. */
    public SeekableInputStream bytes(ActiveFile file) throws IOException {
        return io.newInputFile(absolute(file), file.size()).newStream();
    }

    /**
     * What Parquet wrote at the end of a file.
     *
     * @param bytes
     *            of the file
     */
    public ParquetMetadata footer(ActiveFile file, SeekableInputStream bytes) throws IOException {
        return ParquetFileReader.readFooter(input(file), options(FilterCompat.NOOP), ParquetFiles.stream(bytes));
    }

    /**
     * Reads some top-level columns of simple types, without assembling rows.
     *
     * @param filter
     *            pages that hold no such row, by Parquet's page index, are not read; the others come with all their rows
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

    /** Reads only the named columns, those of them that are in the file. */
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

    /** The rows of a file with all columns that are in it, one after the other. */
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

    private ParquetFileReader open(ActiveFile file) throws IOException {
        return open(file, FilterCompat.NOOP);
    }

    private ParquetFileReader open(ActiveFile file, FilterCompat.Filter filter) throws IOException {
        return ParquetFileReader.open(input(file), options(filter));
    }

    private InputFile input(ActiveFile file) {
        return ParquetFiles.input(io.newInputFile(absolute(file), file.size()));
    }

    /** They own decompressors that are not thread-safe: new ones for every reader. */
    private static ParquetReadOptions options(FilterCompat.Filter filter) {
        return ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(Codecs.thorough()).withRecordFilter(filter).useDictionaryFilter(false)
                .useBloomFilter(false).build();
    }

    /** From the file's own schema: another writer may have made the column optional or of another physical type. */
    static MessageType projection(MessageType fileSchema, Set<String> names) {
        List<Type> fields = new ArrayList<>();
        for (Type field : fileSchema.getFields()) {
            if (names.contains(field.getName())) {
                fields.add(field);
            }
        }
        return new MessageType(fileSchema.getName(), fields);
    }

    private String absolute(ActiveFile file) {
        String path = file.decodedPath();
        return path.startsWith("/") || path.contains(":/") ? path : location + "/" + path;
    }

    @Override
    public void close() {
        quick.close();
        thorough.close();
    }
}
