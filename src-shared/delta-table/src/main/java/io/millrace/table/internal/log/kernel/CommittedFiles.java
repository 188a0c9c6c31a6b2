package io.millrace.table.internal.log.kernel;

import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.delta.kernel.CommitRangeBuilder.CommitBoundary;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.DeltaLogActionUtils.DeltaAction;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.RemoveFile;
import io.delta.kernel.types.StructType;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.log.LogFolder;
import io.millrace.table.internal.log.TouchedFiles;
import io.millrace.table.internal.storage.TableStorage;

/** {@link TouchedFiles} by reading the commits. */
public final class CommittedFiles implements TouchedFiles {
    private static final Set<DeltaAction> KINDS = EnumSet.of(DeltaAction.ADD, DeltaAction.REMOVE,
            DeltaAction.COMMITINFO);

    private final TableStorage io;
    private final Engine engine;
    private final String location;

    public CommittedFiles(TableStorage io, String location) {
        this.io = io;
        this.engine = new KernelEngine(io);
        this.location = location;
    }

    /** The data files that a commit touched. */
    private static final class Commit {
        private final Set<String> touched = new HashSet<>();
        private final Set<String> added = new HashSet<>();
        private boolean rewrites;
        private boolean isOfMillrace;

        void take(Row action, StructType schema) {
            int add = schema.indexOf("add");
            if (!action.isNullAt(add)) {
                AddFile file = new AddFile(action.getStruct(add));
                touched.add(ActiveFile.decoded(file.getPath()));
                if (file.getDataChange()) {
                    added.add(ActiveFile.decoded(file.getPath()));
                }
            }
            int remove = schema.indexOf("remove");
            if (!action.isNullAt(remove)) {
                touched.add(ActiveFile.decoded(new RemoveFile(action.getStruct(remove)).getPath()));
                rewrites = true;
            }
            int info = schema.indexOf("commitInfo");
            if (!action.isNullAt(info)) {
                isOfMillrace = KernelHistory.writer(action.getStruct(info)).contains(TableTransactions.OF_MILLRACE);
            }
        }
    }

    @Override
    public Optional<Changes> changesAfter(long version) throws IOException {
        var versions = LogFolder.read(io, location).commits();
        if (versions.isEmpty() || versions.firstKey() > version + 1) {
            return Optional.empty();
        }
        Changes changes = new Changes(new HashSet<>(), new HashMap<>());
        if (versions.lastKey() == version) {
            return Optional.of(changes);
        }
        var range = TableManager.loadCommitRange(location, CommitBoundary.atVersion(version + 1)).build(engine);
        Map<Long, Commit> commits = new HashMap<>();
        var unused = CommittedActions.read(engine, range, KINDS, (action, schema) -> {
            commits.computeIfAbsent(action.getLong(schema.indexOf("version")), v -> new Commit()).take(action, schema);
            return true;
        });
        commits.forEach((of, commit) -> {
            changes.touched().addAll(commit.touched);
            if (!commit.rewrites || !commit.isOfMillrace) {
                commit.added.forEach(path -> changes.added().put(path, of));
            }
        });
        return Optional.of(changes);
    }
}
