package io.millrace.table.internal.maintenance;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.millrace.table.TableMaintenance.Repartitioned;
import io.millrace.table.TableRefusedException;
import io.millrace.table.TableShape;
import io.millrace.table.TableUnavailableException;
import io.millrace.table.column.Column;
import io.millrace.table.internal.datafile.DataFiles;
import io.millrace.table.internal.datafile.PartitionValues;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.log.CommitResult;
import io.millrace.table.internal.log.DeltaLog;
import io.millrace.table.internal.log.LogAction;
import io.millrace.table.internal.log.TableState;

/**
 * Partitions a table by other columns: writes every file again, and replaces all files and the partition columns in one
 * commit.
 *
 * <p>
 * Writers go on meanwhile. The files that they add and replace before the commit are written again too, so that each attempt
 * has less to do than the attempt before; after a conflict the results that are still valid are kept. A killed run leaves the
 * table unchanged, and unused files for vacuum. The new metadata makes writers plan their merges again.
 */
public final class Repartition {
    private static final int MAX_ATTEMPTS = 1_000;
    private static final int MAX_UNKNOWN = 3;
    /** Number of files that are written again so quickly that the commit is tried at once. */
    private static final int FEW_FILES = 64;
    /** Time for which vacuum certainly leaves files that wait for their commit. */
    private static final Duration CHECK_EVERY = Duration.ofMinutes(20);

    private final String location;
    private final DeltaLog log;
    private final DataFiles files;
    private final TableShape wanted;
    private final RepartitionedFiles rewriting;
    private final Clock clock;
    /** Results that were not found outdated so far. */
    private final List<RepartitionedGroup> done = new ArrayList<>();
    private long checkedAt;
    /** Whether a commit may contain the results, now or later: then they are left to vacuum. */
    private boolean undecided;
    private TableState.Change sinceFirstAttempt = TableState.Change.NONE;

    /**
     * Files of the table, and the files that are to replace them.
     *
     * @param sources
     *            the paths of the former
     * @param sourceBytes
     *            their size
     * @param results
     *            the latter
     */
    record RepartitionedGroup(Set<String> sources, long sourceBytes, List<Result> results) {}

    /**
     * A file that is in no version yet.
     *
     * @param action
     *            adds it
     */
    record Result(ActiveFile file, LogAction action) {}

    public Repartition(String location, DeltaLog log, DataFiles files, TableShape wanted, long targetFileBytes,
            Clock clock) {
        this.location = location;
        this.log = log;
        this.files = files;
        this.wanted = wanted;
        this.rewriting = new RepartitionedFiles(files, targetFileBytes);
        this.clock = clock;
        this.checkedAt = clock.millis();
    }

    Repartitioned run(List<String> by) throws IOException {
        log.advance();
        if (log.state().isEmpty()) {
            throw new TableRefusedException(location, "there is no table yet: the first rows create it with the"
                    + " partitioning of its contract.");
        }
        check(by, state());
        try {
            return attempts(by);
        } finally {
            discard(List.copyOf(done));
            done.clear();
        }
    }

    private Repartitioned attempts(List<String> by) throws IOException {
        int unknown = 0;
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            if (state().partitionColumns().equals(by)) {
                return Repartitioned.NOTHING;
            }
            if (catchUp(by) > FEW_FILES) {
                advance(); // that took a while: what came meanwhile is next
                continue;
            }
            boolean before = undecided;
            undecided = true;
            CommitResult result = log.tryRepartition(by, actions(state().files().values()));
            if (result instanceof CommitResult.Committed) {
                return summed();
            }
            advance();
            if (!done.isEmpty() && isIn(state())) {
                return summed(); // a storage client that tried twice, or an answer that was lost
            }
            if (result instanceof CommitResult.Conflict) {
                undecided = before;
            }
            if (result instanceof CommitResult.Undetermined failure) {
                if (++unknown >= MAX_UNKNOWN) {
                    throw new TableUnavailableException("repartition", location, failure.cause());
                }
                log.backOff(attempt);
            }
        }
        throw new TableUnavailableException("repartition", location,
                new IOException("lost the race for " + MAX_ATTEMPTS + " versions in a row"));
    }

    /** Drops results whose files were replaced, and writes the other files again; returns the number of files written again. */
    private int catchUp(List<String> by) throws IOException {
        TableState state = state();
        boolean check = clock.millis() - checkedAt > CHECK_EVERY.toMillis();
        checkedAt = check ? clock.millis() : checkedAt;
        List<RepartitionedGroup> outdated = new ArrayList<>();
        for (RepartitionedGroup one : done) {
            if (!state.files().keySet().containsAll(one.sources())
                    || check && !files.exist(one.results().stream().map(Result::file).toList())) {
                outdated.add(one);
            }
        }
        done.removeAll(outdated);
        discard(outdated);
        Set<String> covered = done.stream().flatMap(d -> d.sources().stream()).collect(Collectors.toSet());
        List<ActiveFile> left = state.files().values().stream().filter(file -> !covered.contains(file.path())).toList();
        TableShape from = wanted.in(state.columns(), state.partitionColumns());
        for (List<ActiveFile> group : rewriting.groups(left, by)) {
            rewrite(group, from, from.in(state.columns(), by));
        }
        return left.size();
    }

    private void rewrite(List<ActiveFile> group, TableShape from, TableShape to) throws IOException {
        List<Result> results = new ArrayList<>();
        done.add(new RepartitionedGroup(group.stream().map(ActiveFile::path).collect(Collectors.toUnmodifiableSet()),
                group.stream().mapToLong(ActiveFile::size).sum(), results));
        rewriting.write(group, from, to, file -> results.add(new Result(file.file(), file.action())));
        long rows = results.stream().mapToLong(result -> result.file().rows()).sum();
        if (group.stream().allMatch(file -> file.rows() >= 0)
                && rows != group.stream().mapToLong(ActiveFile::rows).sum()) {
            throw new IllegalStateException("the log counts other rows in " + group + " than the " + rows
                    + " that were read; the table stays as it is");
        }
    }

    private void check(List<String> by, TableState state) {
        Set<String> seen = new HashSet<>();
        for (String name : by) {
            Column column = state.columns().stream().filter(c -> c.name().equals(name)).findFirst().orElse(null);
            boolean fits = column != null && !name.startsWith("_") && PartitionValues.canPartition(column.type())
                    && wanted.keys().stream().noneMatch(keys -> name.equals(keys.pk()) || name.equals(keys.eventId())
                            || keys.revision().filter(name::equals).isPresent());
            if (!fits || !seen.add(name)) {
                throw new TableRefusedException(location, "it cannot be partitioned by " + by + ": '" + name
                        + "' must be event_date, or a column of the contract that is text, a whole number, a boolean or a"
                        + " date and no part of the key or the revision, named once.");
            }
        }
    }

    private Repartitioned summed() {
        List<ActiveFile> results = done.stream().flatMap(d -> d.results().stream()).map(Result::file).toList();
        return new Repartitioned(done.stream().mapToInt(d -> d.sources().size()).sum(), results.size(),
                done.stream().mapToLong(RepartitionedGroup::sourceBytes).sum(),
                results.stream().mapToLong(ActiveFile::size).sum(),
                results.stream().mapToLong(ActiveFile::rows).sum());
    }

    private List<LogAction> actions(Collection<ActiveFile> old) {
        List<LogAction> actions = new ArrayList<>();
        old.forEach(file -> actions.add(new LogAction.RemoveFile(file, clock.millis(), false)));
        done.forEach(d -> d.results().forEach(result -> actions.add(result.action())));
        return actions;
    }

    private boolean isIn(TableState state) {
        return done.stream().flatMap(d -> d.results().stream())
                .allMatch(result -> state.files().containsKey(result.file().path()));
    }

    private void discard(List<RepartitionedGroup> what) throws IOException {
        Optional<TableState> newest = log.state();
        if (undecided || newest.isEmpty()) {
            return;
        }
        files.discard(what.stream().flatMap(d -> d.results().stream()).map(Result::file).toList(), newest.get(),
                sinceFirstAttempt);
    }

    private void advance() {
        sinceFirstAttempt = sinceFirstAttempt.then(log.advance());
    }

    private TableState state() {
        return log.state().orElseThrow(
                () -> new TableUnavailableException("read the log", location, new IOException("the table is gone")));
    }
}
