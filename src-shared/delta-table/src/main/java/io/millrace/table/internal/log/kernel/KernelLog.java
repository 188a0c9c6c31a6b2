package io.millrace.table.internal.log.kernel;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.delta.kernel.CommitRange;
import io.delta.kernel.CommitRangeBuilder.CommitBoundary;
import io.delta.kernel.Operation;
import io.delta.kernel.TableManager;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.commit.CommitFailedException;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.ConcurrentWriteException;
import io.delta.kernel.exceptions.MaxCommitRetryLimitReachedException;
import io.delta.kernel.exceptions.TableAlreadyExistsException;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.internal.DeltaLogActionUtils.DeltaAction;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.actions.RemoveFile;
import io.delta.kernel.internal.actions.SingleAction;
import io.delta.kernel.internal.commitrange.CommitRangeImpl;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.internal.util.VectorUtils;
import io.delta.kernel.transaction.DataLayoutSpec;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterable;
import io.delta.kernel.utils.CloseableIterator;
import io.millrace.table.TableRefusedException;
import io.millrace.table.TableShape;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.log.CommitResult;
import io.millrace.table.internal.log.DeltaLog;
import io.millrace.table.internal.log.ProtocolCheck;
import io.millrace.table.internal.log.TableErrors;
import io.millrace.table.internal.log.TableState;
import io.millrace.table.internal.storage.Checks;
import io.millrace.table.internal.storage.TableStorage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log through Delta Kernel, with Kernel's own retry off: it would put a merge on top of a concurrent insert of the
 * same key, since it knows files but not keys.
 */
public final class KernelLog implements DeltaLog {
    private static final Set<DeltaAction> RELEVANT = EnumSet.of(DeltaAction.ADD, DeltaAction.REMOVE, DeltaAction.TXN,
            DeltaAction.METADATA, DeltaAction.PROTOCOL);
    private static final String CHECKPOINT_INTERVAL = "20";
    /** After this number of versions the log is read from the start: each carries the names of all commits since the one that was read. */
    private static final int MAX_CARRIED = 100;

    private static final Logger LOG = LoggerFactory.getLogger(KernelLog.class);

    private final Engine engine;
    private final TableStorage io;
    private final String location;
    private final String writer;
    private final PostCommitHooks hooks;
    private Map<String, ActiveFile> files = new LinkedHashMap<>();
    private Map<String, Long> marks = new HashMap<>();
    private @Nullable PlainSnapshot snapshot;
    /** The version that {@link #snapshot} was last read from the log at. */
    private long snapshotRead;
    private @Nullable TableState state;
    /** What the commit of {@link #state} is told from others by. */
    private String identity = "";
    /** The table that was read last, however long ago. */
    private @Nullable TableState last;
    /** Whether another version was found in the place of one that was known. */
    private boolean otherHistory;
    private long replacements;

    public KernelLog(TableStorage io, String location, String writer) {
        this.engine = new KernelEngine(io);
        this.io = io;
        this.location = location;
        this.writer = writer;
        this.hooks = new PostCommitHooks(engine, location);
    }

    @Override
    public Optional<TableState> state() {
        return Optional.ofNullable(state);
    }

    @Override
    public TableState.Change advance() {
        try {
            TableState known = state;
            if (known == null) {
                return load();
            }
            String before = identity;
            Optional<String> next = identity(known.version() + 1);
            TableState.Change change = next.isPresent() ? follow(known, next.get()) : TableState.Change.NONE;
            // Asked last: when this version is the one that we knew, what was read on top of it is of the same history, and
            // where nothing was, the log was not cut away below us.
            Optional<String> same = identity(known.version());
            if (same.equals(Optional.of(before))) {
                return change;
            }
            otherHistory = same.isPresent();
            return reload();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String commitFile(long version) {
        return String.format("%s/_delta_log/%020d.json", location, version);
    }

    private Optional<String> identity(long version) throws IOException {
        try {
            return Optional.of(io.identity(commitFile(version)));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    private TableState.Change load() throws IOException {
        SnapshotImpl loaded;
        try {
            loaded = (SnapshotImpl) TableManager.loadSnapshot(location).build(engine);
        } catch (TableNotFoundException e) {
            if (last != null) {
                throw new TableRefusedException(location, "it is gone. It was at version " + last.version()
                        + " and had the id " + last.id()
                        + "; now there is no table. Put it back, and merging goes on; or"
                        + " restart the service to have it made again from the records that Kafka still has.");
            }
            return TableState.Change.NONE;
        }
        // Before the commits are read: should they be replaced meanwhile, the next advance sees another identity.
        String now = io.identity(commitFile(loaded.getVersion()));
        ProtocolCheck.refuse(location, loaded.getProtocol(), loaded.getMetadata());
        files = new LinkedHashMap<>();
        marks = new HashMap<>();
        try (CloseableIterator<FilteredColumnarBatch> live = loaded.getCreateCheckpointIterator(engine)) {
            while (live.hasNext()) {
                FilteredColumnarBatch batch = live.next();
                StructType schema = batch.getData().getSchema();
                try (CloseableIterator<Row> rows = batch.getRows()) {
                    while (rows.hasNext()) {
                        apply(rows.next(), schema, new HashSet<>(), new HashSet<>());
                    }
                }
            }
        }
        loaded.getLogSegment().getCheckpointVersionOpt().ifPresent(hooks::foundCheckpoint);
        snapshot = PlainSnapshot.of(engine, loaded);
        snapshotRead = loaded.getVersion();
        TableState read = state(loaded.getMetadata().getId(), loaded.getVersion(), columns(loaded.getSchema()),
                loaded.getPartitionColumnNames());
        noteReplacement(read);
        known(read, now);
        return new TableState.Change(files.keySet(), Set.of(), true);
    }

    private void known(TableState read, String itsIdentity) {
        state = read;
        last = read;
        identity = itsIdentity;
    }

    private void noteReplacement(TableState now) {
        TableState before = last;
        if (before == null) {
            return;
        }
        boolean other = !before.id().equals(now.id());
        if (other || otherHistory || before.version() > now.version()) {
            replacements++;
            LOG.error("The table at {} {}: it was at version {} with the id {}, and is at version {} with the id {}."
                    + " Merging goes on from the watermarks that it has now.", location,
                    other ? "was replaced by another one" : "was put back to another history", before.version(),
                    before.id(), now.version(), now.id());
        }
        otherHistory = false;
    }

    private List<io.millrace.table.Column> columns(StructType schema) {
        try {
            return DeltaTypes.columns(schema);
        } catch (IllegalArgumentException e) {
            throw new TableRefusedException(location, e.getMessage() + ".");
        }
    }

    private TableState state(String id, long version, List<io.millrace.table.Column> columns,
            List<String> partitionColumns) {
        return new TableState(id, version, columns, partitionColumns, Collections.unmodifiableMap(files),
                Collections.unmodifiableMap(marks));
    }

    private TableState.Change follow(TableState known, String next) throws IOException {
        CommitRange range = TableManager.loadCommitRange(location, CommitBoundary.atVersion(known.version() + 1))
                .build(engine);
        // Before it is read, as in load().
        String end = range.getEndVersion() == known.version() + 1
                ? next
                : io.identity(commitFile(range.getEndVersion()));
        Set<String> added = new HashSet<>();
        Set<String> removed = new HashSet<>();
        try (CloseableIterator<ColumnarBatch> batches = range.getActions(engine, RELEVANT)) {
            while (batches.hasNext()) {
                ColumnarBatch batch = batches.next();
                try (CloseableIterator<Row> rows = batch.getRows()) {
                    while (rows.hasNext()) {
                        if (!apply(rows.next(), batch.getSchema(), added, removed)) {
                            return reload();
                        }
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            // Part of a commit may be applied: what is known is no version any more.
            state = null;
            throw e;
        }
        PlainSnapshot before = snapshot;
        snapshot = before == null ? null : before.then(((CommitRangeImpl) range).getDeltaFiles());
        known(state(known.id(), range.getEndVersion(), known.columns(), known.partitionColumns()), end);
        added.removeIf(path -> !files.containsKey(path));
        return new TableState.Change(added, removed, false);
    }

    private TableState.Change reload() throws IOException {
        snapshot = null;
        state = null;
        return load();
    }

    /** @return false when the action changes what every other action means, so that the log must be read anew */
    private boolean apply(Row action, StructType schema, Set<String> added, Set<String> removed) {
        int remove = schema.indexOf("remove");
        if (remove >= 0 && !action.isNullAt(remove)) {
            String path = new RemoveFile(action.getStruct(remove)).getPath();
            if (files.remove(path) != null) {
                removed.add(path);
            }
        }
        int add = schema.indexOf("add");
        if (add >= 0 && !action.isNullAt(add)) {
            ActiveFile file = KernelActions.file(action.getStruct(add));
            files.put(file.path(), file);
            added.add(file.path());
        }
        int txn = schema.indexOf("txn");
        if (txn >= 0 && !action.isNullAt(txn)) {
            Row mark = action.getStruct(txn);
            marks.put(mark.getString(0), mark.getLong(1));
        }
        return isNull(action, schema.indexOf("metaData")) && isNull(action, schema.indexOf("protocol"));
    }

    private static boolean isNull(Row action, int ordinal) {
        return ordinal < 0 || action.isNullAt(ordinal);
    }

    @Override
    public void create(TableShape shape) {
        try {
            io.mkdirs(location + "/_delta_log");
            TableManager.buildCreateTableTransaction(location, DeltaTypes.schema(shape.columns()), engineInfo())
                    .withTableProperties(Map.of("delta.checkpointInterval", CHECKPOINT_INTERVAL))
                    .withDataLayoutSpec(layout(shape)).build(engine)
                    .commit(engine, CloseableIterable.emptyIterable());
        } catch (TableAlreadyExistsException | ConcurrentWriteException e) {
            return; // the other writer was first
        } catch (MaxCommitRetryLimitReachedException e) {
            if (!isConflict(e)) {
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DataLayoutSpec layout(TableShape shape) {
        return shape.partitionColumns().isEmpty()
                ? DataLayoutSpec.noDataLayout()
                : DataLayoutSpec.partitioned(shape.partitionColumns().stream().map(Column::new).toList());
    }

    @Override
    public CommitResult tryCommit(List<Row> actions) {
        try {
            if (base() != Base.OURS) {
                return new CommitResult.Conflict();
            }
            TransactionCommitResult result = current()
                    .buildUpdateTableTransaction(engineInfo(), Operation.STREAMING_UPDATE).withMaxRetries(0)
                    .build(engine).commit(engine, CloseableIterable
                            .inMemoryIterable(Utils.toCloseableIterator(actions.iterator())));
            String made = io.identity(commitFile(result.getVersion()));
            if (base() != Base.OURS) {
                return takeBack(result.getVersion());
            }
            hooks.run(result.getVersion(), result.getPostCommitHooks());
            applyOwn(result, actions, made);
            return new CommitResult.Committed(result.getVersion());
        } catch (MaxCommitRetryLimitReachedException e) {
            return isConflict(e) ? new CommitResult.Conflict() : new CommitResult.Undetermined(e);
        } catch (ConcurrentWriteException e) {
            return new CommitResult.Conflict();
        } catch (RuntimeException | IOException e) {
            return unknown(e);
        }
    }

    private CommitResult unknown(Exception cause) {
        if (cause instanceof RuntimeException error && !TableErrors.isFromStorage(cause)) {
            // The actions may be applied in part: the next advance reads the log again.
            state = null;
            snapshot = null;
            throw error;
        }
        long version = Checks.notNull(state, "table state").version() + 1;
        try {
            return base() == Base.GONE ? takeBack(version) : new CommitResult.Undetermined(cause);
        } catch (IOException e) {
            cause.addSuppressed(e);
            return new CommitResult.Undetermined(cause);
        }
    }

    /** What is in the place of the version that a commit is made on top of. */
    private enum Base {
        OURS,
        /** Nothing: the log was cut away up to here, or the table is gone. */
        GONE,
        /** A version of another history. */
        OTHER
    }

    private Base base() throws IOException {
        Optional<String> now = identity(Checks.notNull(state, "table state").version());
        return now.isEmpty() ? Base.GONE : now.get().equals(identity) ? Base.OURS : Base.OTHER;
    }

    /**
     * Takes back a commit that joined nothing. Either the log was shortened from its beginning: a version whose predecessor
     * is gone was made before, by another writer, is summed up in a checkpoint, and only its name was free. Or the table was
     * replaced in this moment, and the commit continues another history than the one that it was planned on.
     */
    private CommitResult takeBack(long version) throws IOException {
        io.delete(commitFile(version));
        return new CommitResult.Conflict();
    }

    /** What this process committed it knows without reading it again, unless it changed what every action means. */
    private void applyOwn(TransactionCommitResult result, List<Row> actions, String made) {
        TableState known = Checks.notNull(state, "table state");
        for (Row action : actions) {
            if (!apply(action, action.getSchema(), new HashSet<>(), new HashSet<>())) {
                state = null;
                snapshot = null;
                return;
            }
        }
        known(state(known.id(), result.getVersion(), known.columns(), known.partitionColumns()), made);
        snapshot = result.getPostCommitSnapshot().map(after -> PlainSnapshot.of(engine, (SnapshotImpl) after))
                .orElse(null);
    }

    @Override
    public CommitResult tryEvolve(TableShape shape) {
        return tryCommit(List.of(SingleAction.createMetadataSingleAction(
                current().getMetadata().withNewSchema(DeltaTypes.schema(shape.columns())).toRow())));
    }

    @Override
    public CommitResult tryRepartition(List<String> partitionColumns, List<Row> replacing) {
        Metadata now = current().getMetadata();
        Metadata next = new Metadata(now.getId(), now.getName(), now.getDescription(), now.getFormat(),
                now.getSchemaString(), now.getSchema(),
                VectorUtils.buildArrayValue(partitionColumns, StringType.STRING), now.getCreatedTime(),
                now.getConfigurationMapValue());
        List<Row> actions = new ArrayList<>(List.of(SingleAction.createMetadataSingleAction(next.toRow())));
        actions.addAll(replacing);
        return tryCommit(actions);
    }

    private SnapshotImpl current() {
        TableState known = Checks.notNull(state, "table state");
        PlainSnapshot at = snapshot;
        if (at == null || at.getVersion() != known.version() || at.getVersion() - snapshotRead > MAX_CARRIED) {
            at = PlainSnapshot.of(engine,
                    (SnapshotImpl) TableManager.loadSnapshot(location).atVersion(known.version()).build(engine));
            snapshot = at;
            snapshotRead = at.getVersion();
        }
        return at;
    }

    private static boolean isConflict(MaxCommitRetryLimitReachedException e) {
        return e.getCause() instanceof CommitFailedException failed && failed.isConflict();
    }

    private String engineInfo() {
        return "millrace-" + writer;
    }

    @Override
    public long replacements() {
        return replacements;
    }

    @Override
    public long lastCheckpoint() {
        return hooks.lastCheckpoint();
    }

    @Override
    public Optional<String> backgroundFailure() {
        return hooks.failure();
    }

    @Override
    public void close() {
        hooks.close();
    }
}
