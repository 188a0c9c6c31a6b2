package io.millrace.table.internal.log.kernel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import io.delta.kernel.CommitRange;
import io.delta.kernel.CommitRangeBuilder.CommitBoundary;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.DeltaLogActionUtils.DeltaAction;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.RemoveFile;
import io.delta.kernel.types.StructType;
import io.millrace.table.TableReader.Commit;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.log.CommitHistory;
import io.millrace.table.internal.log.LogFolder;
import io.millrace.table.internal.storage.TableStorage;
import org.jspecify.annotations.Nullable;

/** {@link CommitHistory} through Delta Kernel. */
public final class KernelHistory implements CommitHistory {
    private static final Set<DeltaAction> KINDS = EnumSet.of(DeltaAction.ADD, DeltaAction.REMOVE,
            DeltaAction.COMMITINFO);

    private final TableStorage io;
    private final Engine engine;
    private final String location;

    public KernelHistory(TableStorage io, String location) {
        this.io = io;
        this.engine = new KernelEngine(io);
        this.location = location;
    }

    /** The parts of a commit that were read; only commits with a {@code commitInfo} are returned. */
    private static final class CommitActions {
        private final List<ActiveFile> added = new ArrayList<>();
        private final Set<String> removed = new HashSet<>();
        private int filesAdded;
        private @Nullable String writer;
        private long timestamp;
    }

    @Override
    public void read(int newest, CommitSink sink) throws IOException {
        SortedMap<Long, Long> versions = LogFolder.read(io, location).commits();
        if (versions.isEmpty()) {
            return;
        }
        CommitRange range = TableManager.loadCommitRange(location, CommitBoundary.atVersion(
                Math.max(versions.firstKey(), versions.lastKey() - newest + 1)))
                .build(engine);
        Map<Long, CommitActions> commits = new TreeMap<>();
        var unused = CommittedActions.read(engine, range, KINDS, (action, schema) -> {
            apply(action, schema,
                    commits.computeIfAbsent(action.getLong(schema.indexOf("version")), v -> new CommitActions()));
            return true;
        });
        commits.forEach((version, commit) -> {
            if (commit.writer != null) {
                sink.accept(new Commit(version, commit.timestamp, commit.writer, commit.filesAdded), commit.added,
                        commit.removed);
            }
        });
    }

    /** The engine that made a commit. */
    static String writer(Row commitInfo) {
        int engineInfo = commitInfo.getSchema().indexOf("engineInfo");
        return commitInfo.isNullAt(engineInfo) ? "unknown" : commitInfo.getString(engineInfo);
    }

    private static void apply(Row action, StructType schema, CommitActions commit) {
        int add = schema.indexOf("add");
        if (!action.isNullAt(add)) {
            commit.filesAdded++;
            if (new AddFile(action.getStruct(add)).getDataChange()) {
                commit.added.add(KernelActions.file(action.getStruct(add)));
            }
        }
        int remove = schema.indexOf("remove");
        if (!action.isNullAt(remove)) {
            RemoveFile file = new RemoveFile(action.getStruct(remove));
            if (file.getDataChange()) {
                commit.removed.add(file.getPath());
            }
        }
        int info = schema.indexOf("commitInfo");
        if (!action.isNullAt(info)) {
            Row commitInfo = action.getStruct(info);
            commit.writer = writer(commitInfo);
            commit.timestamp = action.getLong(schema.indexOf("timestamp"));
        }
    }
}
