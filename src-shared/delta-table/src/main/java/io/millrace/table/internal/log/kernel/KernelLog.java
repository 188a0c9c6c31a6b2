package io.millrace.table.internal.log.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;

import io.delta.kernel.CommitRange;
import io.delta.kernel.CommitRangeBuilder.CommitBoundary;
import io.delta.kernel.TableManager;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.ConcurrentWriteException;
import io.delta.kernel.exceptions.MaxCommitRetryLimitReachedException;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.internal.DeltaLogActionUtils.DeltaAction;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.commitrange.CommitRangeImpl;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.millrace.table.TableRefusedException;
import io.millrace.table.TableShape;
import io.millrace.table.internal.log.CommitResult;
import io.millrace.table.internal.log.DeltaLog;
import io.millrace.table.internal.log.LogAction;
import io.millrace.table.internal.log.ProtocolCheck;
import io.millrace.table.internal.log.TableErrors;
import io.millrace.table.internal.log.TableState;
import io.millrace.table.internal.storage.Checks;
import io.millrace.table.internal.storage.TableStorage;
import org.jspecify.annotations.Nullable;

/**
 * The log through Delta Kernel, with Kernel's own retry off: it would put a merge on top of a concurrent insert of the
 * same key, since it knows files but not keys.
 */
public final class KernelLog implements DeltaLog {
    private static final Set<DeltaAction> RELEVANT = EnumSet.of(DeltaAction.ADD, DeltaAction.REMOVE, DeltaAction.TXN,
            DeltaAction.METADATA, DeltaAction.PROTOCOL);

    private final Engine engine;
    private final String location;
    private final PostCommitHooks hooks;
    private final TableTransactions transactions;
    private final CommitIdentity identities;
    private final CommitBase base;
    private final TableSuccession succession;
    private LogContents contents = new LogContents();
    private @Nullable TableState state;
    /** Identity of the commit file of {@link #state}. */
    private String identity = "";

    public KernelLog(TableStorage io, String location, String writer) {
        this(io, location, writer, TableTransactions.CHECKPOINT_INTERVAL, PostCommitHooks.thread());
    }

    /**
     * @param checkpointInterval
     *            number of versions from one checkpoint to the next, of a table that is created through this log
     * @param background
     *            writes checkpoints, one after the other; shut down with this log
     */
    public KernelLog(TableStorage io, String location, String writer, int checkpointInterval,
            ExecutorService background) {
        this.engine = new KernelEngine(io);
        this.location = location;
        this.hooks = new PostCommitHooks(engine, location, background);
        this.transactions = new TableTransactions(engine, io, location, writer, checkpointInterval);
        this.identities = new CommitIdentity(io, location);
        this.base = new CommitBase(engine, location);
        this.succession = new TableSuccession(location);
    }

    @Override
    public Optional<TableState> state() {
        return Optional.ofNullable(state);
    }

    @Override
    public TableState.Change advance() {
        TableState before = state;
        boolean returned = false;
        try {
            TableState.Change change = readOn();
            returned = true;
            return change;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (!returned && state != before) {
                // Nobody gets to know what was read: the next call reads the whole log, and its change is the whole table.
                forget();
            }
        }
    }

    private TableState.Change readOn() throws IOException {
        TableState known = state;
        if (known == null) {
            return load();
        }
        String before = identity;
        Optional<String> next = identities.find(known.version() + 1);
        TableState.Change change = next.isPresent() ? follow(known, next.get()) : TableState.Change.NONE;
        // Checked last: when the commit of the known version is unchanged, the commits read on top of it belong to the same
        // history; and when there were none, the log was not shortened beyond the known version.
        Optional<String> same = identities.find(known.version());
        if (same.equals(Optional.of(before))) {
            return change;
        }
        succession.foundOtherHistory(same.isPresent());
        return reload();
    }

    private TableState.Change load() throws IOException {
        SnapshotImpl loaded;
        try {
            loaded = (SnapshotImpl) TableManager.loadSnapshot(location).build(engine);
        } catch (TableNotFoundException e) {
            succession.refuseLoss();
            return TableState.Change.NONE;
        }
        // Taken before the commits are read: if they are replaced meanwhile, the next advance finds another identity.
        String now = identities.of(loaded.getVersion());
        ProtocolCheck.refuse(location, loaded.getProtocol(), loaded.getMetadata());
        contents = new LogContents();
        try (CloseableIterator<FilteredColumnarBatch> live = loaded.getCreateCheckpointIterator(engine)) {
            while (live.hasNext()) {
                FilteredColumnarBatch batch = live.next();
                StructType schema = batch.getData().getSchema();
                try (CloseableIterator<Row> rows = batch.getRows()) {
                    while (rows.hasNext()) {
                        contents.apply(rows.next(), schema, new HashSet<>(), new HashSet<>());
                    }
                }
            }
        }
        loaded.getLogSegment().getCheckpointVersionOpt().ifPresent(hooks::foundCheckpoint);
        base.loaded(loaded);
        TableState read = contents.state(loaded.getMetadata().getId(), loaded.getVersion(), columns(loaded.getSchema()),
                loaded.getPartitionColumnNames());
        succession.loaded(read);
        known(read, now);
        return new TableState.Change(contents.paths(), Set.of(), true);
    }

    private void known(TableState read, String itsIdentity) {
        state = read;
        succession.known(read);
        identity = itsIdentity;
    }

    private List<io.millrace.table.column.Column> columns(StructType schema) {
        try {
            return DeltaTypes.columns(schema);
        } catch (IllegalArgumentException e) {
            throw new TableRefusedException(location, e.getMessage() + ".");
        }
    }

    private TableState.Change follow(TableState known, String next) throws IOException {
        CommitRange range = TableManager.loadCommitRange(location, CommitBoundary.atVersion(known.version() + 1))
                .build(engine);
        // Taken before the commits are read, as in load().
        String end = range.getEndVersion() == known.version() + 1
                ? next
                : identities.of(range.getEndVersion());
        Set<String> added = new HashSet<>();
        Set<String> removed = new HashSet<>();
        try {
            if (!CommittedActions.read(engine, range, RELEVANT,
                    (action, schema) -> contents.apply(action, schema, added, removed))) {
                return reload();
            }
        } catch (IOException | RuntimeException | Error e) {
            // Part of a commit may be applied: the contents are those of no version.
            state = null;
            throw e;
        }
        base.followed(((CommitRangeImpl) range).getDeltaFiles());
        known(contents.state(known.id(), range.getEndVersion(), known.columns(), known.partitionColumns()), end);
        added.removeIf(path -> !contents.holds(path));
        return new TableState.Change(added, removed, false);
    }

    private TableState.Change reload() throws IOException {
        forget();
        return load();
    }

    private void forget() {
        base.forget();
        state = null;
    }

    @Override
    public void create(TableShape shape) {
        transactions.create(shape);
    }

    @Override
    public CommitResult tryCommit(List<LogAction> actions) {
        return tryCommit(Optional.empty(), actions);
    }

    private CommitResult tryCommit(Optional<Row> metadata, List<LogAction> actions) {
        try {
            return commit(metadata, actions);
        } catch (Error e) {
            // As for a programming error.
            forget();
            throw e;
        }
    }

    private CommitResult commit(Optional<Row> metadata, List<LogAction> actions) {
        try {
            if (found() != Found.OURS) {
                return new CommitResult.Conflict();
            }
            TransactionCommitResult result = transactions.commit(current(), metadata, actions);
            String made = identities.of(result.getVersion());
            if (found() != Found.OURS) {
                return takeBack(result.getVersion());
            }
            hooks.run(result.getVersion(), result.getPostCommitHooks());
            applyOwn(result, metadata.isPresent(), actions, made);
            return new CommitResult.Committed(result.getVersion());
        } catch (MaxCommitRetryLimitReachedException e) {
            return TableTransactions.isConflict(e) ? new CommitResult.Conflict() : new CommitResult.Undetermined(e);
        } catch (ConcurrentWriteException e) {
            return new CommitResult.Conflict();
        } catch (RuntimeException | IOException e) {
            return unknown(e);
        }
    }

    private CommitResult unknown(Exception cause) {
        if (cause instanceof RuntimeException error && !TableErrors.isFromStorage(cause)) {
            // The actions may be applied in part: the next advance reads the log again.
            forget();
            throw error;
        }
        long version = Checks.notNull(state, "table state").version() + 1;
        try {
            return found() == Found.GONE ? takeBack(version) : new CommitResult.Undetermined(cause);
        } catch (IOException e) {
            cause.addSuppressed(e);
            return new CommitResult.Undetermined(cause);
        }
    }

    /** The commit file found under the name of the version that a commit is based on. */
    private enum Found {
        OURS,
        /** None: the log was shortened beyond this version, or the table was deleted. */
        GONE,
        /** The commit of another history. */
        OTHER
    }

    private Found found() throws IOException {
        Optional<String> now = identities.find(Checks.notNull(state, "table state").version());
        return now.isEmpty() ? Found.GONE : now.get().equals(identity) ? Found.OURS : Found.OTHER;
    }

    /**
     * Deletes a commit that does not continue the history that it was planned on. Either the log was shortened meanwhile: then
     * another writer had made this version, a checkpoint includes it, and only its name was free. Or the table was replaced
     * meanwhile.
     */
    private CommitResult takeBack(long version) throws IOException {
        identities.delete(version);
        return new CommitResult.Conflict();
    }

    /** A commit of this process is applied without reading it again, unless it changed the metadata. */
    private void applyOwn(TransactionCommitResult result, boolean newMetadata, List<LogAction> actions, String made) {
        if (newMetadata) {
            forget();
            return;
        }
        TableState known = Checks.notNull(state, "table state");
        actions.forEach(contents::apply);
        known(contents.state(known.id(), result.getVersion(), known.columns(), known.partitionColumns()), made);
        base.committed(result);
    }

    @Override
    public CommitResult tryEvolve(TableShape shape) {
        return tryCommit(Optional.of(TableTransactions.evolved(current(), shape)), List.of());
    }

    @Override
    public CommitResult tryRepartition(List<String> partitionColumns, List<LogAction> replacing) {
        return tryCommit(Optional.of(TableTransactions.repartitioned(current(), partitionColumns)), replacing);
    }

    private SnapshotImpl current() {
        return base.at(Checks.notNull(state, "table state").version());
    }

    @Override
    public long replacements() {
        return succession.replacements();
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
