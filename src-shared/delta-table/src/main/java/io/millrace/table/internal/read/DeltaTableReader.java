package io.millrace.table.internal.read;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

import io.delta.kernel.CommitRange;
import io.delta.kernel.CommitRangeBuilder.CommitBoundary;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.DeltaLogActionUtils.DeltaAction;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.RemoveFile;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import io.millrace.table.Column;
import io.millrace.table.EventColumns;
import io.millrace.table.TableReader;
import io.millrace.table.TableShape;
import io.millrace.table.TableStatus;
import io.millrace.table.internal.datafile.DataFiles;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.log.DeltaLog;
import io.millrace.table.internal.log.TableErrors;
import io.millrace.table.internal.log.TableState;
import io.millrace.table.internal.log.kernel.KernelActions;
import io.millrace.table.internal.log.kernel.KernelEngine;
import org.jspecify.annotations.Nullable;

/** Looks at a Delta table. */
public final class DeltaTableReader implements TableReader {
    private static final Set<DeltaAction> HISTORY = EnumSet.of(DeltaAction.ADD, DeltaAction.REMOVE,
            DeltaAction.COMMITINFO);
    private static final long MICROS_PER_MILLI = 1_000L;

    private final String location;
    private final TableErrors attempts;
    private final DeltaLog log;
    private final DataFiles files;
    private final FileIO io;
    private final Engine engine;

    public DeltaTableReader(String location, DeltaLog log, DataFiles files, FileIO io) {
        this.location = location;
        this.attempts = new TableErrors(location);
        this.log = log;
        this.files = files;
        this.io = io;
        this.engine = new KernelEngine(io);
    }

    @Override
    public synchronized Optional<TableStatus> status() {
        return attempts.attempt("read the log",
                () -> newest().map(state -> state.status(location, log.lastCheckpoint())));
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
    public synchronized List<Commit> history() {
        return attempts.attempt("read the history", () -> {
            List<Commit> commits = new ArrayList<>();
            history((commit, added, removed) -> commits.add(commit));
            return commits;
        });
    }

    @Override
    public synchronized List<Long> freshnessMillis() {
        return attempts.attempt("measure freshness", () -> {
            Map<ActiveFile, Long> committedAt = new HashMap<>();
            history((commit, added, removed) -> {
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

    /** Is told of each commit with the files that brought rows, and the paths of those whose rows left or changed. */
    private interface CommitSink {
        void accept(Commit commit, List<ActiveFile> added, Set<String> removed);
    }

    private void history(CommitSink sink) throws IOException {
        if (newest().isEmpty()) {
            return;
        }
        OptionalLong first = firstVersion();
        if (first.isEmpty()) {
            return;
        }
        CommitRange range = TableManager.loadCommitRange(location, CommitBoundary.atVersion(first.getAsLong()))
                .build(engine);
        Map<Long, Integer> filesAdded = new HashMap<>();
        Map<Long, List<ActiveFile>> added = new HashMap<>();
        Map<Long, Set<String>> removed = new HashMap<>();
        Map<Long, Commit> commits = new java.util.TreeMap<>();
        try (CloseableIterator<ColumnarBatch> batches = range.getActions(engine, HISTORY)) {
            while (batches.hasNext()) {
                ColumnarBatch batch = batches.next();
                int version = batch.getSchema().indexOf("version");
                int timestamp = batch.getSchema().indexOf("timestamp");
                int add = batch.getSchema().indexOf("add");
                int remove = batch.getSchema().indexOf("remove");
                int info = batch.getSchema().indexOf("commitInfo");
                try (CloseableIterator<Row> rows = batch.getRows()) {
                    while (rows.hasNext()) {
                        Row row = rows.next();
                        long at = row.getLong(version);
                        if (!row.isNullAt(add)) {
                            filesAdded.merge(at, 1, Integer::sum);
                            if (new AddFile(row.getStruct(add)).getDataChange()) {
                                added.computeIfAbsent(at, v -> new ArrayList<>())
                                        .add(KernelActions.file(row.getStruct(add)));
                            }
                        }
                        if (!row.isNullAt(remove) && new RemoveFile(row.getStruct(remove)).getDataChange()) {
                            removed.computeIfAbsent(at, v -> new HashSet<>())
                                    .add(new RemoveFile(row.getStruct(remove)).getPath());
                        }
                        if (!row.isNullAt(info)) {
                            Row commitInfo = row.getStruct(info);
                            int engineInfo = commitInfo.getSchema().indexOf("engineInfo");
                            commits.put(at, new Commit(at, row.getLong(timestamp),
                                    commitInfo.isNullAt(engineInfo) ? "unknown" : commitInfo.getString(engineInfo),
                                    0));
                        }
                    }
                }
            }
        }
        for (Commit commit : commits.values()) {
            sink.accept(
                    new Commit(commit.version(), commit.timestampMillis(), commit.writer(),
                            filesAdded.getOrDefault(commit.version(), 0)),
                    added.getOrDefault(commit.version(), List.of()), removed.getOrDefault(commit.version(), Set.of()));
        }
    }

    private OptionalLong firstVersion() throws IOException {
        try (CloseableIterator<FileStatus> entries = io.listFrom(location + "/_delta_log/" + "0".repeat(20))) {
            while (entries.hasNext()) {
                String path = entries.next().getPath();
                String name = path.substring(path.lastIndexOf('/') + 1);
                if (name.matches("\\d{20}\\.json")) {
                    return OptionalLong.of(Long.parseLong(name.substring(0, 20)));
                }
            }
        }
        return OptionalLong.empty();
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
