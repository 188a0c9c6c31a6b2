package io.millrace.table.internal.datafile;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import io.millrace.table.TableShape;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.log.TableState;
import io.millrace.table.internal.parquet.Codecs;
import io.millrace.table.internal.parquet.ParquetFiles;
import io.millrace.table.internal.storage.BoundedParallelIo;
import io.millrace.table.internal.storage.TableStorage;
import io.millrace.table.vector.ColumnVectors;
import org.jspecify.annotations.Nullable;

/** Writes the data files of one table, and gives the reader of them. */
public final class DataFiles implements AutoCloseable {
    private static final String PREFIX = "part-";

    private final TableStorage io;
    private final String location;
    private final Clock clock;
    private final BoundedParallelIo calls;
    private final DataFileReader reader;
    private final String prefix;
    private final Supplier<UUID> names;
    /** Used by the one thread that writes. */
    private final Codecs quick = Codecs.quick();
    private final Codecs thorough = Codecs.thorough();
    private final VectorFileWriter vectors = new VectorFileWriter(quick);
    private final DictionaryChoice dictionaries = new DictionaryChoice();
    /** In a process with the POSIX locale, Java cannot name a file beyond ASCII. */
    private final boolean unicodeNames = "UTF-8".equals(System.getProperty("sun.jnu.encoding"));
    private @Nullable FileLayout layout;

    /**
     * @param calls
     *            runs the reads and writes of several files
     */
    public DataFiles(TableStorage io, String location, Clock clock, BoundedParallelIo calls) {
        this(io, location, clock, calls, UUID::randomUUID);
    }

    /**
     * @param names
     *            gives each file a name that no other file has
     */
    public DataFiles(TableStorage io, String location, Clock clock, BoundedParallelIo calls, Supplier<UUID> names) {
        this(io, location, clock, calls, PREFIX, names);
    }

    private DataFiles(TableStorage io, String location, Clock clock, BoundedParallelIo calls, String prefix,
            Supplier<UUID> names) {
        this.io = io;
        this.location = location;
        this.clock = clock;
        this.calls = calls;
        this.reader = new DataFileReader(io, location);
        this.prefix = prefix;
        this.names = names;
    }

    /** Reads and writes files one after the other. */
    public DataFiles(TableStorage io, String location, Clock clock) {
        this(io, location, clock, BoundedParallelIo.IN_TURN);
    }

    /**
     * Data files that wait long for their commit, and whose existence is not checked before each attempt. Their names keep
     * vacuum from removing them as files whose commit failed.
     */
    public static DataFiles waiting(TableStorage io, String location, Clock clock) {
        return new DataFiles(io, location, clock, BoundedParallelIo.IN_TURN, PREFIX + "r-", UUID::randomUUID);
    }

    /** The reader of the data files of this table. */
    public DataFileReader reader() {
        return reader;
    }

    /** Runs the reads and writes of several files. */
    public BoundedParallelIo calls() {
        return calls;
    }

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
        try (OpenDataFile open = open(shape, PartitionValues.of(shape, partition.values()), storing)) {
            NewDataFile file = vectors.write(open, values, partition, dataChange);
            dictionaries.learn(file.footer());
            return file;
        }
    }

    /**
     * Begins a file that compaction will rewrite soon. It does not appear before it is complete.
     *
     * @param clusters
     *            by which its rows are put into row groups
     * @param storing
     *            takes the call that stores the completed file
     */
    public DataFileWriter begin(TableShape shape, Map<String, @Nullable String> partition, ClusterRanges clusters,
            BoundedParallelIo.PendingCalls<String> storing) throws IOException {
        return new DataFileWriter(open(shape, partition, storing), quick, clusters);
    }

    /** Begins a file that stays for long: compressed more thoroughly. */
    public DataFileWriter beginLasting(TableShape shape, Map<String, @Nullable String> partition,
            ClusterRanges clusters)
            throws IOException {
        return new DataFileWriter(open(shape, partition), thorough, clusters);
    }

    /** Begins a file to which row groups are appended. */
    OpenDataFile open(TableShape shape, Map<String, @Nullable String> partition) throws IOException {
        return open(shape, partition, BoundedParallelIo.IN_TURN.begin());
    }

    private OpenDataFile open(TableShape shape, Map<String, @Nullable String> partition,
            BoundedParallelIo.PendingCalls<String> storing) throws IOException {
        String path = PartitionFolders.of(shape.partitionColumns(), partition, !unicodeNames) + prefix
                + names.get() + ".zstd.parquet";
        return new OpenDataFile(ParquetFiles.output(io, location + "/" + path, storing), ActiveFile.encoded(path),
                partition, layout(shape), clock);
    }

    private FileLayout layout(TableShape shape) {
        Set<String> plain = dictionaries.without();
        FileLayout known = layout;
        if (known == null || !known.plain().equals(plain) || !known.shape().equals(shape)) {
            known = FileLayout.of(shape, plain);
            layout = known;
        }
        return known;
    }

    /** Whether all files still exist: vacuum may have removed files that waited very long for their commit. */
    public boolean exist(List<ActiveFile> files) throws IOException {
        return calls.each(files, this::exists).stream().allMatch(Boolean::booleanValue);
    }

    public boolean exists(ActiveFile file) throws IOException {
        try {
            io.info(file.pathIn(location));
            return true;
        } catch (FileNotFoundException e) {
            return false;
        }
    }

    /** Removes files that were in no attempt to commit. After a failure some of them are left to vacuum. */
    public void discard(List<ActiveFile> files) throws IOException {
        calls.each(files, file -> io.delete(file.pathIn(location)));
    }

    /**
     * Removes the files of an attempt to commit that lost against another writer. A storage client that repeats a request can
     * take its own commit for that of another writer, so a file that a version contains or contained stays.
     *
     * @param newest
     *            the newest version
     * @param since
     *            the changes since the first attempt. When they are a reloaded log, all files are left to vacuum
     */
    public void discard(List<ActiveFile> files, TableState newest, TableState.Change since) throws IOException {
        if (!since.reloaded()) {
            discard(files.stream().filter(file -> !newest.files().containsKey(file.path())
                    && !since.removed().contains(file.path())).toList());
        }
    }

    @Override
    public void close() {
        quick.close();
        thorough.close();
    }
}
