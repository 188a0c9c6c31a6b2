package io.millrace.table.internal.read;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import io.millrace.table.EventColumns;
import io.millrace.table.TableReader;
import io.millrace.table.TableShape;
import io.millrace.table.TableStatus;
import io.millrace.table.column.Column;
import io.millrace.table.internal.datafile.DataFiles;
import io.millrace.table.internal.datafile.KeyRowScan;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.log.CommitHistory;
import io.millrace.table.internal.log.DeltaLog;
import io.millrace.table.internal.log.TableErrors;
import io.millrace.table.internal.log.TableState;
import io.millrace.table.internal.log.TouchedFiles;
import io.millrace.table.mergerule.EventKey;
import org.jspecify.annotations.Nullable;

/** Reads rows, status and history of a Delta table. */
public final class DeltaTableReader implements TableReader {
    private static final long MICROS_PER_MILLI = 1_000L;

    private final String location;
    private final TableErrors attempts;
    private final CommitHistory history;
    private final DeltaLog log;
    private final DataFiles files;
    private final TouchedFiles touched;

    /**
     * @param location
     *            the location of the table
     * @param log
     *            its log
     * @param files
     *            its data files
     * @param history
     *            its commits
     * @param touched
     *            finds the files that commits added or removed
     */
    public DeltaTableReader(String location, DeltaLog log, DataFiles files, CommitHistory history,
            TouchedFiles touched) {
        this.location = location;
        this.attempts = new TableErrors(location);
        this.log = log;
        this.files = files;
        this.history = history;
        this.touched = touched;
    }

    @Override
    public synchronized Optional<TableStatus> status() {
        return attempts.attempt("read the log",
                () -> newest().map(state -> state.status(location, log.lastCheckpoint())));
    }

    @Override
    public synchronized FileSizes fileSizes(long smallBelow) {
        return attempts.attempt("read the log", () -> newest().map(state -> {
            Collection<ActiveFile> active = state.files().values();
            return new FileSizes(active.size(), active.stream().mapToLong(ActiveFile::size).sum(),
                    (int) active.stream().filter(file -> file.size() < smallBelow).count());
        }).orElse(FileSizes.NONE));
    }

    @Override
    public synchronized List<Column> columns() {
        return attempts.attempt("read the log", () -> newest().map(TableState::columns).orElse(List.of()));
    }

    @Override
    public synchronized void rows(long limit, Consumer<Map<String, @Nullable Object>> sink) {
        attempts.attempt("read rows", () -> {
            long[] left = {limit};
            TableState state = newest().orElse(null);
            if (state != null) {
                TableShape shape = new TableShape(state.columns(), state.partitionColumns(), Optional.empty());
                for (ActiveFile file : state.files().values()) {
                    if (left[0] > 0) {
                        files.reader().read(file, shape, row -> {
                            if (left[0]-- > 0) {
                                sink.accept(row);
                            }
                        });
                    }
                }
            }
            return true;
        });
    }

    @Override
    public synchronized void values(Set<String> names, Consumer<Map<String, @Nullable Object>> sink) {
        attempts.attempt("read columns", () -> {
            TableState state = newest().orElse(null);
            if (state != null) {
                for (ActiveFile file : state.files().values()) {
                    files.reader().readColumns(file, names, sink);
                }
            }
            return true;
        });
    }

    @Override
    public synchronized void keyRows(TableShape.KeyColumns keys, long after, KeyRowSink sink) {
        attempts.attempt("read keys", () -> {
            TableState state = newest().orElse(null);
            if (state != null) {
                Optional<TouchedFiles.Changes> later = after < 0 ? Optional.empty() : touched.changesAfter(after);
                KeyRowScan scan = new KeyRowScan(files.reader(), keys, sink);
                for (ActiveFile file : state.files().values()) {
                    if (later.isEmpty() || later.get().touched().contains(file.decodedPath())) {
                        sink.file(later
                                .map(changes -> changes.added().getOrDefault(file.decodedPath(), KeyRowSink.NO_NUMBER))
                                .orElse(KeyRowSink.NO_NUMBER));
                        scan.read(file);
                    }
                }
            }
            return true;
        });
    }

    @Override
    public synchronized boolean hasNewFiles(long after) {
        return attempts.attempt("read the log", () -> touched.changesAfter(after).map(TouchedFiles.Changes::added)
                .filter(Map::isEmpty).isEmpty());
    }

    @Override
    public synchronized List<LocatedRow> locate(TableShape.KeyColumns keys, EventKey key, Set<String> columns) {
        return attempts.attempt("look up a key", () -> {
            TableState state = newest().orElse(null);
            return state == null ? List.of() : new RowSearch(files.reader(), keys, key).in(state, columns);
        });
    }

    @Override
    public synchronized List<Commit> history(int newest) {
        return attempts.attempt("read the history", () -> {
            List<Commit> commits = new ArrayList<>();
            history.read(newest, (commit, added, removed) -> commits.add(commit));
            return commits;
        });
    }

    @Override
    public synchronized List<Long> freshnessMillis() {
        return attempts.attempt("measure freshness", () -> {
            Map<ActiveFile, Long> committedAt = new HashMap<>();
            history.read((commit, added, removed) -> {
                committedAt.keySet().removeIf(file -> removed.contains(file.path()));
                added.forEach(file -> committedAt.put(file, commit.timestampMillis()));
            });
            List<Long> ages = new ArrayList<>();
            for (var file : committedAt.entrySet()) {
                if (files.exists(file.getKey())) {
                    files.reader().readColumns(file.getKey(), Set.of(EventColumns.INGESTED_AT), row -> {
                        if (row.get(EventColumns.INGESTED_AT) instanceof Long ingested) {
                            ages.add(file.getValue() - Math.floorDiv(ingested, MICROS_PER_MILLI));
                        }
                    });
                }
            }
            return ages;
        });
    }

    private Optional<TableState> newest() {
        log.advance();
        return log.state();
    }

    @Override
    public void close() {
        log.close();
        files.close();
    }
}
