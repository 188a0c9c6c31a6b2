package io.millrace.table.internal.maintenance;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.millrace.table.MaintenanceOptions;
import io.millrace.table.TableMaintenance.Compacted;
import io.millrace.table.TableShape;
import io.millrace.table.TableUnavailableException;
import io.millrace.table.internal.datafile.ClusterRanges;
import io.millrace.table.internal.datafile.DataFiles;
import io.millrace.table.internal.datafile.NewDataFile;
import io.millrace.table.internal.datafile.RowGroupCopy;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.log.CommitResult;
import io.millrace.table.internal.log.DeltaLog;
import io.millrace.table.internal.log.TableState;

/**
 * Merges small files into larger files. Row groups of some size are copied as they are, up to some number in a file; the rows of
 * others are encoded again, in the order of their keys. A commit covers several groups of files, because in a table of many partitions each
 * group is small. The commit removes the sources and adds the results with {@code dataChange=false}.
 *
 * <p>
 * Data files never change, so the results hold the rows of the sources whatever else is committed meanwhile. They are void only
 * when a source is no longer in the table, because a merge or another compaction rewrote it: then the results of its group are
 * dropped, and the next run starts from the new version.
 */
public final class Compaction {
    private static final int MAX_ATTEMPTS = 20;
    /** Upper limit of the groups in one commit. */
    private static final int MOST_GROUPS = 200;

    private final String location;
    private final DeltaLog log;
    private final DataFiles files;
    private final TableShape wanted;
    private final MaintenanceOptions options;
    private final Clock clock;

    public Compaction(String location, DeltaLog log, DataFiles files, TableShape wanted, MaintenanceOptions options,
            Clock clock) {
        this.location = location;
        this.log = log;
        this.files = files;
        this.wanted = wanted;
        this.options = options;
        this.clock = clock;
    }

    Compacted run() throws IOException {
        log.advance();
        if (log.state().isEmpty()) {
            return Compacted.NOTHING;
        }
        Compacted done = Compacted.NOTHING;
        List<List<ActiveFile>> some = new ArrayList<>();
        long bytes = 0;
        for (List<ActiveFile> group : CompactionPlanner.groups(state().files().values(), options.targetFileBytes(),
                options.minFiles(), options.maxBytes(), nature(state()))) {
            long size = group.stream().mapToLong(ActiveFile::size).sum();
            if (!some.isEmpty() && (some.size() == MOST_GROUPS || bytes + size > options.targetFileBytes())) {
                done = done.plus(compact(some));
                some = new ArrayList<>();
                bytes = 0;
            }
            some.add(group);
            bytes += size;
        }
        return some.isEmpty() ? done : done.plus(compact(some));
    }

    private CompactionPlanner.FileTraits nature(TableState state) {
        TableShape shape = wanted.in(state.columns(), state.partitionColumns());
        boolean clusters = !ClusterRanges.columnOf(shape).isEmpty();
        return new CompactionPlanner.FileTraits(ClosedPartitions.of(state, clock)::has,
                file -> clusters && !file.clustered() && ClusterRanges.isWorth(shape, file.size()));
    }

    /** Rewrites each group, and commits all of them together. */
    private Compacted compact(List<List<ActiveFile>> groups) throws IOException {
        List<CompactedGroup> open = new ArrayList<>();
        boolean offered = false;
        try {
            for (List<ActiveFile> group : groups) {
                CompactedGroup rewritten = new CompactedGroup(group, new ArrayList<>());
                open.add(rewritten);
                if (stands(rewritten)) {
                    rewrite(group, rewritten.results());
                    rewritten.refuseLoss();
                }
            }
            offered = true; // from here on a commit may contain the results
            return commit(open);
        } finally {
            if (!offered) {
                files.discard(CompactedGroup.results(open));
            }
        }
    }

    private void rewrite(List<ActiveFile> sources, List<NewDataFile> results) throws IOException {
        TableState state = state();
        TableShape shape = wanted.in(state.columns(), state.partitionColumns());
        Optional<NewDataFile> copied = RowGroupCopy.write(files, sources, shape);
        if (copied.isPresent()) {
            results.add(copied.get());
            return;
        }
        PartitionRewrite.write(files, sources, shape, sources.getFirst().partitionValues(), options.targetFileBytes(),
                results::add);
    }

    private Compacted commit(List<CompactedGroup> open) throws IOException {
        int abandoned = 0;
        boolean unknown = false;
        TableState.Change since = TableState.Change.NONE;
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            List<CompactedGroup> overtaken = new ArrayList<>();
            for (CompactedGroup one : open) {
                if (one.results().isEmpty() || !stands(one)) {
                    overtaken.add(one);
                }
            }
            open.removeAll(overtaken);
            abandoned += overtaken.size();
            if (!unknown) {
                files.discard(CompactedGroup.results(overtaken), state(), since);
            }
            if (open.isEmpty()) {
                break;
            }
            CommitResult result = log.tryCommit(CompactedGroup.actions(open, clock.millis()));
            unknown |= result instanceof CommitResult.Undetermined;
            if (!(result instanceof CommitResult.Committed)) {
                since = since.then(log.advance());
            }
            if (result instanceof CommitResult.Committed || areIn(open)) {
                return CompactedGroup.summed(open, abandoned);
            }
            log.backOff(attempt);
        }
        if (!unknown) {
            // Otherwise a commit may contain the results, now or later; if none does, vacuum removes them.
            files.discard(CompactedGroup.results(open), state(), since);
        }
        return new Compacted(0, 0, 0, 0, 0, abandoned + open.size());
    }

    private boolean stands(CompactedGroup group) throws IOException {
        return group.isCurrent(state()) && files.exist(group.results().stream().map(NewDataFile::file).toList());
    }

    private boolean areIn(List<CompactedGroup> groups) {
        Map<String, ActiveFile> live = state().files();
        return CompactedGroup.results(groups).stream().allMatch(result -> live.containsKey(result.path()));
    }

    private TableState state() {
        return log.state().orElseThrow(
                () -> new TableUnavailableException("read the log", location, new IOException("the table is gone")));
    }

}
