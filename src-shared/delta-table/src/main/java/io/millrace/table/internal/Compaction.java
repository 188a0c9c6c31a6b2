package io.millrace.table.internal;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.delta.kernel.data.Row;
import io.millrace.table.EventTables.UpkeepOptions;
import io.millrace.table.TableShape;
import io.millrace.table.TableUnavailableException;
import io.millrace.table.TableUpkeep.Compacted;

/**
 * Puts small files together, a commit for each group of them. The commit removes the sources and adds the results with the
 * word that no data changed.
 *
 * <p>
 * Data files never change, so the results hold the rows of the sources whatever else was committed meanwhile. Only one
 * thing speaks against them: a source that is no longer in the table, because a merge or another compaction rewrote it.
 * Then the results are dropped, and the next run starts from what is there.
 */
final class Compaction {
    private static final int MAX_ATTEMPTS = 20;

    private final String location;
    private final DeltaLog log;
    private final DataFiles files;
    private final TableShape wanted;
    private final UpkeepOptions options;
    private final Clock clock;

    Compaction(String location, DeltaLog log, DataFiles files, TableShape wanted, UpkeepOptions options, Clock clock) {
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
        for (List<LiveFile> group : SmallFiles.groups(state().files().values(), options.targetFileBytes(),
                options.minFiles(), options.maxBytes(), nature(state()))) {
            done = done.plus(compact(group));
        }
        return done;
    }

    private SmallFiles.Nature nature(TableState state) {
        TableShape shape = wanted.in(state.columns(), state.partitionColumns());
        boolean clusters = !Clusters.columnOf(shape).isEmpty();
        return new SmallFiles.Nature(ClosedPartitions.of(state, clock)::has,
                file -> clusters && !file.clustered() && Clusters.isWorth(shape, file.size()));
    }

    private enum Fate {
        COMMITTED,
        /** A source is gone and no commit has the results. */
        OVERTAKEN,
        /** A commit may have the results, now or later. If none has, vacuum takes them. */
        UNKNOWN
    }

    private Compacted compact(List<LiveFile> sources) throws IOException {
        List<DataFiles.NewFile> results = new ArrayList<>();
        Fate fate = Fate.OVERTAKEN;
        try {
            if (stand(sources, results)) {
                rewrite(sources, results);
                refuseLoss(sources, results);
                fate = Fate.UNKNOWN;
                fate = commit(sources, results);
            }
        } finally {
            if (fate == Fate.OVERTAKEN) {
                files.discard(results.stream().map(DataFiles.NewFile::file).toList());
            }
        }
        return fate == Fate.COMMITTED ? summed(sources, results) : new Compacted(0, 0, 0, 0, 0, 1);
    }

    private void refuseLoss(List<LiveFile> sources, List<DataFiles.NewFile> results) {
        long rows = results.stream().mapToLong(r -> r.file().rows()).sum();
        if (sources.stream().allMatch(s -> s.rows() >= 0) && rows != sources.stream().mapToLong(LiveFile::rows).sum()) {
            throw new IllegalStateException("the log counts other rows in " + sources + " than the " + rows
                    + " that were read; they stay as they are");
        }
    }

    private void rewrite(List<LiveFile> sources, List<DataFiles.NewFile> results) throws IOException {
        TableState state = state();
        TableShape shape = wanted.in(state.columns(), state.partitionColumns());
        PartitionRewrite.write(files, sources, shape, sources.getFirst().partitionValues(), options.targetFileBytes(),
                results::add);
    }

    private Fate commit(List<LiveFile> sources, List<DataFiles.NewFile> results) throws IOException {
        List<Row> actions = new ArrayList<>();
        sources.forEach(source -> actions.add(LogActions.remove(source, clock.millis(), false)));
        results.forEach(result -> actions.add(result.action()));
        boolean unknown = false;
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            CommitResult result = log.tryCommit(actions);
            if (result instanceof CommitResult.Committed) {
                return Fate.COMMITTED;
            }
            unknown |= result instanceof CommitResult.Unknown;
            log.advance();
            if (unknown && areIn(results)) {
                return Fate.COMMITTED;
            }
            if (!stand(sources, results)) {
                break;
            }
            Backoff.after(attempt);
        }
        return unknown ? Fate.UNKNOWN : Fate.OVERTAKEN;
    }

    private boolean stand(List<LiveFile> sources, List<DataFiles.NewFile> results) throws IOException {
        Map<String, LiveFile> live = state().files();
        return files.exist(results.stream().map(DataFiles.NewFile::file).toList())
                && sources.stream().allMatch(source -> live.containsKey(source.path()));
    }

    private boolean areIn(List<DataFiles.NewFile> results) {
        Map<String, LiveFile> live = state().files();
        return results.stream().allMatch(result -> live.containsKey(result.file().path()));
    }

    private TableState state() {
        return log.state().orElseThrow(
                () -> new TableUnavailableException("read the log", location, new IOException("the table is gone")));
    }

    private static Compacted summed(List<LiveFile> sources, List<DataFiles.NewFile> results) {
        return new Compacted(sources.size(), results.size(), sources.stream().mapToLong(LiveFile::size).sum(),
                results.stream().mapToLong(r -> r.file().size()).sum(),
                results.stream().mapToLong(r -> r.file().rows()).sum(), 0);
    }
}
