package io.millrace.table.internal.log.kernel;

import java.io.IOException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import io.delta.kernel.CommitRangeBuilder.CommitBoundary;
import io.delta.kernel.TableManager;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.DeltaLogActionUtils.DeltaAction;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.RemoveFile;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.log.LogFolder;
import io.millrace.table.internal.log.TouchedFiles;
import io.millrace.table.internal.storage.TableStorage;

/** {@link TouchedFiles} by reading the commits. */
public final class CommittedFiles implements TouchedFiles {
    private static final Set<DeltaAction> FILES = EnumSet.of(DeltaAction.ADD, DeltaAction.REMOVE);

    private final TableStorage io;
    private final Engine engine;
    private final String location;

    public CommittedFiles(TableStorage io, String location) {
        this.io = io;
        this.engine = new KernelEngine(io);
        this.location = location;
    }

    @Override
    public Optional<Set<String>> after(long version) throws IOException {
        var commits = LogFolder.read(io, location).commits();
        if (commits.isEmpty() || commits.firstKey() > version + 1) {
            return Optional.empty();
        }
        Set<String> touched = new HashSet<>();
        if (commits.lastKey() == version) {
            return Optional.of(touched);
        }
        var range = TableManager.loadCommitRange(location, CommitBoundary.atVersion(version + 1)).build(engine);
        var unused = CommittedActions.read(engine, range, FILES, (action, schema) -> {
            int add = schema.indexOf("add");
            if (!action.isNullAt(add)) {
                touched.add(ActiveFile.decoded(new AddFile(action.getStruct(add)).getPath()));
            }
            int remove = schema.indexOf("remove");
            if (!action.isNullAt(remove)) {
                touched.add(ActiveFile.decoded(new RemoveFile(action.getStruct(remove)).getPath()));
            }
            return true;
        });
        return Optional.of(touched);
    }
}
