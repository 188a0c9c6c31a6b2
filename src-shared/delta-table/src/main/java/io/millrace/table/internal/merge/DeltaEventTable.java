package io.millrace.table.internal.merge;

import java.io.IOException;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;

import io.millrace.table.AcknowledgedDifference;
import io.millrace.table.Books;
import io.millrace.table.EventTable;
import io.millrace.table.MergeOutcome;
import io.millrace.table.MicroBatch;
import io.millrace.table.SourcePartition;
import io.millrace.table.TableRefusedException;
import io.millrace.table.TableShape;
import io.millrace.table.TableStatus;
import io.millrace.table.TableUnavailableException;
import io.millrace.table.internal.datafile.DataFiles;
import io.millrace.table.internal.datafile.WrittenFile;
import io.millrace.table.internal.index.KeyIndex;
import io.millrace.table.internal.index.KeyLookup;
import io.millrace.table.internal.keys.KeyBatch;
import io.millrace.table.internal.log.CommitResult;
import io.millrace.table.internal.log.DeltaLog;
import io.millrace.table.internal.log.TableErrors;
import io.millrace.table.internal.log.TableState;
import io.millrace.table.mergerule.EventKey;
import org.jspecify.annotations.Nullable;

/**
 * Merges into a Delta table: plans against a version, writes data files, and tries to commit on top of exactly that version.
 * When another writer commits first, it reads that commit, and commits the plan again or makes a new plan.
 *
 * <p>
 * After a crash before the commit, no version contains the data files, and no reader sees them. After the commit, rows and
 * watermark are in the table together, and the same batch is below the watermark.
 */
public final class DeltaEventTable implements EventTable {
    private static final int MAX_ATTEMPTS = 200;
    private static final int MAX_UNKNOWN = 3;
    /** Number of plans after which a batch is merged in two halves: fewer commits overtake a smaller merge. */
    private static final int MAX_PLANS = 6;

    /** What the index knows after an operation failed. */
    private enum IndexTrust {
        /** All files of the version that the log has read. */
        COMPLETE,
        /** It may lack changes that the log has read. */
        CHANGES_MISSED,
        /** It may also lack keys of files that it counts as read. */
        BROKEN
    }

    private final String location;
    private final TableErrors attempts;
    private final DeltaLog log;
    private final MergePlanner planner;
    private final KeyIndex index;
    private final KeyLookup lookup;
    private final DataFiles files;
    private final TableShape shape;
    private final Clock clock;
    private IndexTrust trust = IndexTrust.COMPLETE;
    private TableState.Change sincePlan = TableState.Change.NONE;
    private int partitionsWritten;
    /** Application ids whose watermark the table had before; see {@link OffsetTrim#of}. */
    private final Set<String> seen = new HashSet<>();

    /**
     * @param location
     *            the location of the table
     * @param log
     *            its log
     * @param files
     *            its data files
     * @param shape
     *            its columns, from the contract
     * @param index
     *            finds the files that may hold keys
     * @param lookup
     *            finds the files that hold keys
     * @param dedupHorizonMicros
     *            how long after the ingestion of a row its key is recognised, in microseconds
     * @param clock
     *            gives the time that commits carry
     */
    public DeltaEventTable(String location, DeltaLog log, DataFiles files, TableShape shape, KeyIndex index,
            KeyLookup lookup, long dedupHorizonMicros, Clock clock) {
        this.location = location;
        this.attempts = new TableErrors(location);
        this.log = log;
        this.files = files;
        this.shape = shape;
        this.index = index;
        this.lookup = lookup;
        this.clock = clock;
        this.planner = new MergePlanner(index, lookup, files, dedupHorizonMicros, clock);
    }

    @Override
    public synchronized OptionalLong watermark(SourcePartition source) {
        OptionalLong watermark = marked(source.applicationId());
        if (watermark.isPresent()) {
            seen.add(source.applicationId());
        }
        return watermark;
    }

    @Override
    public synchronized OptionalLong marked(String name) {
        return attempt("read the log", () -> {
            advance();
            return log.state().map(state -> mark(state, name)).orElseGet(OptionalLong::empty);
        });
    }

    @Override
    public synchronized Map<String, Books> books() {
        return attempt("read the log", () -> {
            advance();
            return log.state().map(state -> Books.of(state.marks())).orElse(Map.of());
        });
    }

    @Override
    public synchronized MergeOutcome merge(MicroBatch batch) {
        return attempt("merge", () -> mergeLoop(batch));
    }

    private MergeOutcome mergeLoop(MicroBatch batch) throws IOException {
        int unknown = 0;
        int plans = 0;
        MergePlan plan = null;
        TableState state = newest(batch.shape());
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            if (plan == null) {
                switch (OffsetTrim.of(batch, state, seen)) {
                    case OffsetTrim.OffsetsMissing gap -> {
                        // The caller reads again from the watermark of the table, or from the beginning.
                        seen.remove(new SourcePartition(batch.topicId(), gap.partition()).applicationId());
                        return new MergeOutcome.OffsetGap(gap.partition(), gap.watermark(), gap.range());
                    }
                    case OffsetTrim.NothingLeft done -> {
                        return new MergeOutcome.AlreadyMerged(state.version(), done.cut());
                    }
                    case OffsetTrim.Remaining fresh -> {
                        if (plans++ >= MAX_PLANS && SplitBatch.canHalve(batch)) {
                            return SplitBatch.of(batch).merged(this::mergeLoop, attempt - 1);
                        }
                        sincePlan = TableState.Change.NONE;
                        plan = planner.plan(fresh, batch.shape(), state);
                        if (plan.actions().isEmpty()) {
                            return committed(plan, state.version(), attempt); // events again, all in the table
                        }
                    }
                }
            }
            switch (log.tryCommit(plan.actionsOn(newestState(), clock.millis()))) {
                case CommitResult.Committed committed -> {
                    return committed(plan, committed.version(), attempt);
                }
                case CommitResult.Conflict lost -> log.backOff(attempt);
                case CommitResult.Undetermined failure -> {
                    // The files stay: the log may contain the commit, now or, with some storages, later.
                    advance();
                    if (plan.isIn(newestState())) {
                        return committed(plan, newestState().version(), attempt);
                    }
                    if (++unknown >= MAX_UNKNOWN) {
                        throw new TableUnavailableException("commit a merge", location, failure.cause());
                    }
                    log.backOff(attempt);
                    plan = null;
                }
            }
            state = newest(batch.shape());
            if (plan != null && !plan.added().isEmpty() && plan.isIn(state)) {
                // A storage client that repeats a request can find the name taken by its own first request.
                return committed(plan, state.version(), attempt);
            }
            TableState.Change since = sincePlan;
            sincePlan = TableState.Change.NONE;
            plan = plan == null ? null : kept(plan, judge(plan, state, since), since);
        }
        throw new TableUnavailableException("commit a merge", location,
                new IOException("lost the race for " + MAX_ATTEMPTS + " versions in a row"));
    }

    /** The plan when it is valid on top of the newest version; null when a new plan must be made. */
    private @Nullable MergePlan kept(MergePlan plan, CommitConflict race, TableState.Change since)
            throws IOException {
        return switch (race) {
            case CommitConflict.Harmless harmless -> harmless.plan();
            case CommitConflict.WatermarkMoved moved -> discarded(plan, since);
            case CommitConflict.KeysInserted inserted -> discarded(plan, since);
            case CommitConflict.FilesRewritten rewritten -> discarded(plan, since);
            case CommitConflict.RowsDeleted deleted -> discarded(plan, since);
            case CommitConflict.TableChanged changed -> discarded(plan, since);
            case CommitConflict.OwnFilesGone gone -> discarded(plan, since);
        };
    }

    private CommitConflict judge(MergePlan plan, TableState state, TableState.Change since) throws IOException {
        return CommitConflict.of(plan, state, since, new CommitConflict.Inquiry() {
            @Override
            public boolean allStored(Collection<WrittenFile> written) throws IOException {
                return files.exist(written.stream().map(WrittenFile::file).toList());
            }

            @Override
            public Map<EventKey, String> heldBy(Set<String> addedFiles, KeyBatch keys) throws IOException {
                return lookup.paths(keys, index.candidatesIn(addedFiles, keys));
            }
        });
    }

    /**
     * Runs an operation. After a failure the index is not trusted: what the log read meanwhile, or what was being added to the
     * index, may be missing in it, and a key that it does not find would be inserted a second time.
     */
    private <T> T attempt(String operation, Callable<T> call) {
        try {
            return attempts.attempt(operation, call);
        } catch (TableUnavailableException | TableRefusedException e) {
            distrust(IndexTrust.CHANGES_MISSED);
            throw e;
        } catch (RuntimeException | Error e) {
            distrust(IndexTrust.BROKEN);
            throw e;
        }
    }

    private void distrust(IndexTrust now) {
        trust = trust.compareTo(now) < 0 ? now : trust;
    }

    private void advance() {
        TableState.Change read = log.advance();
        TableState.Change change = trust == IndexTrust.COMPLETE
                ? read
                : log.state().map(state -> new TableState.Change(state.files().keySet(), Set.of(), true)).orElse(read);
        sincePlan = sincePlan.then(change);
        if (shape.keys().isPresent()) {
            if (trust == IndexTrust.BROKEN) {
                index.startOver();
            }
            log.state().ifPresent(state -> index.follow(change, state));
        }
        trust = IndexTrust.COMPLETE;
    }

    private MergeOutcome committed(MergePlan plan, long version, int attempt) {
        if (shape.keys().isPresent()) {
            index.committed(plan.removed(), plan.added());
        }
        partitionsWritten = plan.partitions();
        seen.addAll(plan.cut().marks().keySet());
        return new MergeOutcome.Merged(version, plan.counts().inserted(), plan.counts().replaced(),
                plan.counts().duplicates(), plan.cut().cut(), plan.cut().others(), attempt);
    }

    /** The newest version, with at least these columns; creates the table or adds columns where needed. */
    private TableState newest(TableShape wanted) {
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            advance();
            if (log.state().isEmpty()) {
                log.create(wanted);
                continue;
            }
            TableState state = newestState();
            TableShape current = wanted.in(state.columns(), state.partitionColumns());
            TableShape evolved;
            try {
                evolved = current.evolvedTo(wanted);
            } catch (IllegalArgumentException e) {
                throw new TableRefusedException(location, "it does not fit the contract, " + e.getMessage() + ".");
            }
            if (evolved.columns().equals(current.columns())) {
                return state;
            }
            if (log.tryEvolve(evolved) instanceof CommitResult.Undetermined failure) {
                throw new TableUnavailableException("add columns", location, failure.cause());
            }
        }
        throw new TableUnavailableException("add columns", location, new IOException("lost too many races"));
    }

    private TableState newestState() {
        return log.state().orElseThrow(
                () -> new TableUnavailableException("read the log", location, new IOException("the table is gone")));
    }

    /** Removes the files of a plan that will not be committed; returns null for no plan. */
    private @Nullable MergePlan discarded(MergePlan plan, TableState.Change since) throws IOException {
        files.discard(plan.added().stream().map(WrittenFile::file).toList(), newestState(), since);
        return null;
    }

    @Override
    public synchronized Set<EventKey> present(Collection<EventKey> keys) {
        return attempt("look up keys", () -> {
            advance();
            if (log.state().isEmpty()) {
                return Set.<EventKey>of();
            }
            KeyBatch distinct = KeyBatch.of(List.copyOf(new HashSet<>(keys)), Long.MIN_VALUE);
            return lookup.paths(distinct, index.candidates(distinct)).keySet();
        });
    }

    @Override
    public synchronized Set<Long> repeated(long[] keyHashes, long oldestIngestMicros) {
        return attempt("look up keys", () -> {
            advance();
            return log.state().isEmpty() ? Set.<Long>of() : index.repeated(keyHashes, oldestIngestMicros);
        });
    }

    @Override
    public long replacements() {
        return log.replacements();
    }

    @Override
    public synchronized long keyIndexBytes() {
        return index.bytes();
    }

    @Override
    public synchronized Partitioning partitioning() {
        return new Partitioning(log.state().map(TableState::partitionColumns).orElse(List.of()), partitionsWritten);
    }

    @Override
    public synchronized void mark(Map<String, Long> marks) {
        attempt("record progress", () -> progress().raise(marks));
    }

    @Override
    public synchronized List<AcknowledgedDifference> acknowledge(String reason) {
        return attempt("acknowledge the books", () -> progress().acknowledge(reason));
    }

    private MarkCommit progress() {
        return new MarkCommit(location, log, () -> newest(shape), clock);
    }

    private static OptionalLong mark(TableState state, String name) {
        Long value = state.marks().get(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    @Override
    public synchronized TableStatus status() {
        return attempt("read the log", () -> {
            advance();
            return newestState().status(location, log.lastCheckpoint());
        });
    }

    @Override
    public Optional<String> backgroundFailure() {
        return log.backgroundFailure();
    }

    @Override
    public synchronized void close() {
        log.close();
        files.close();
    }
}
