package io.millrace.table.internal.log.kernel;

import java.io.IOException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

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
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.log.LogFolder;
import io.millrace.table.internal.log.TouchedFiles;

/** {@link TouchedFiles} by reading the commits. */
public final class CommittedFiles implements TouchedFiles {
    private final FileIO io;
    private final Engine engine;
    private final String location;

    public CommittedFiles(FileIO io, String location) {
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
        try (CloseableIterator<ColumnarBatch> batches = range.getActions(engine,
                EnumSet.of(DeltaAction.ADD, DeltaAction.REMOVE))) {
            while (batches.hasNext()) {
                ColumnarBatch batch = batches.next();
                int add = batch.getSchema().indexOf("add");
                int remove = batch.getSchema().indexOf("remove");
                try (CloseableIterator<Row> rows = batch.getRows()) {
                    while (rows.hasNext()) {
                        Row row = rows.next();
                        if (!row.isNullAt(add)) {
                            touched.add(ActiveFile.decoded(new AddFile(row.getStruct(add)).getPath()));
                        }
                        if (!row.isNullAt(remove)) {
                            touched.add(ActiveFile.decoded(new RemoveFile(row.getStruct(remove)).getPath()));
                        }
                    }
                }
            }
        }
        return Optional.of(touched);
    }
}
