package io.millrace.table.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
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
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import io.millrace.table.Column;
import io.millrace.table.TableReader;
import io.millrace.table.TableShape;
import io.millrace.table.TableStatus;
import io.millrace.table.mapping.MetadataColumns;
import org.jspecify.annotations.Nullable;

/** Looks at a Delta table. */
final class DeltaTableReader implements TableReader {
    private static final Set<DeltaAction> HISTORY = EnumSet.of(DeltaAction.ADD, DeltaAction.COMMITINFO);
    private static final long MICROS_PER_MILLI = 1_000L;

    private final String location;
    private final Attempts attempts;
    private final DeltaLog log;
    private final DataFiles files;
    private final FileIO io;
    private final Engine engine;

    DeltaTableReader(String location, DeltaLog log, DataFiles files, FileIO io) {
        this.location = location;
        this.attempts = new Attempts(location);
        this.log = log;
        this.files = files;
        this.io = io;
        this.engine = new KernelEngine(io);
    }

    @Override
    public synchronized Optional<TableStatus> status() {
        return attempts.attempt("read the log",
                () -> newest().map(state -> Statuses.of(location, state, log.lastCheckpoint())));
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
                for (LiveFile file : state.files().values()) {
                    if (left[0] > 0) {
                        files.read(file, shape, row -> {
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
            history((commit, paths) -> commits.add(commit));
            return commits;
        });
    }

    @Override
    public synchronized List<Long> freshnessMillis() {
        return attempts.attempt("measure freshness", () -> {
            Map<String, Long> committedAt = new HashMap<>();
            history((commit, paths) -> paths.forEach(path -> committedAt.put(path, commit.timestampMillis())));
            List<Long> ages = new ArrayList<>();
            for (LiveFile file : newest().map(s -> s.files().values()).orElse(List.of())) {
                Long at = committedAt.get(file.path());
                if (at != null) {
                    files.readColumns(file, Set.of(MetadataColumns.INGESTED_AT), row -> {
                        if (row.get(MetadataColumns.INGESTED_AT) instanceof Long ingested) {
                            ages.add(at - Math.floorDiv(ingested, MICROS_PER_MILLI));
                        }
                    });
                }
            }
            return ages;
        });
    }

    private interface CommitSink {
        void accept(Commit commit, List<String> pathsAdded);
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
        Map<Long, List<String>> added = new HashMap<>();
        Map<Long, Commit> commits = new java.util.TreeMap<>();
        try (CloseableIterator<ColumnarBatch> batches = range.getActions(engine, HISTORY)) {
            while (batches.hasNext()) {
                ColumnarBatch batch = batches.next();
                int version = batch.getSchema().indexOf("version");
                int timestamp = batch.getSchema().indexOf("timestamp");
                int add = batch.getSchema().indexOf("add");
                int info = batch.getSchema().indexOf("commitInfo");
                try (CloseableIterator<Row> rows = batch.getRows()) {
                    while (rows.hasNext()) {
                        Row row = rows.next();
                        long at = row.getLong(version);
                        if (!row.isNullAt(add)) {
                            added.computeIfAbsent(at, v -> new ArrayList<>())
                                    .add(new AddFile(row.getStruct(add)).getPath());
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
            List<String> paths = added.getOrDefault(commit.version(), List.of());
            sink.accept(new Commit(commit.version(), commit.timestampMillis(), commit.writer(), paths.size()), paths);
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
