package io.millrace.table.internal.log.kernel;

import java.util.List;

import io.delta.kernel.TableManager;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.utils.FileStatus;
import org.jspecify.annotations.Nullable;

/** Kernel's snapshot to commit on top of, carried from version to version without reading the log again. */
final class CommitBase {
    /**
     * Number of versions after which the log is read again: a carried snapshot holds the names of all commits since the version
     * that was read.
     */
    private static final int MAX_CARRIED = 100;

    private final Engine engine;
    private final String location;
    private @Nullable PlainSnapshot snapshot;
    /** The version that {@link #snapshot} was last read from the log at. */
    private long snapshotRead;

    CommitBase(Engine engine, String location) {
        this.engine = engine;
        this.location = location;
    }

    /** The snapshot of a version. */
    SnapshotImpl at(long version) {
        PlainSnapshot at = snapshot;
        if (at == null || at.getVersion() != version || at.getVersion() - snapshotRead > MAX_CARRIED) {
            at = PlainSnapshot.of(engine,
                    (SnapshotImpl) TableManager.loadSnapshot(location).atVersion(version).build(engine));
            snapshot = at;
            snapshotRead = at.getVersion();
        }
        return at;
    }

    void loaded(SnapshotImpl read) {
        snapshot = PlainSnapshot.of(engine, read);
        snapshotRead = read.getVersion();
    }

    void followed(List<FileStatus> commits) {
        PlainSnapshot before = snapshot;
        snapshot = before == null ? null : before.then(commits);
    }

    void committed(TransactionCommitResult result) {
        snapshot = result.getPostCommitSnapshot().map(after -> PlainSnapshot.of(engine, (SnapshotImpl) after))
                .orElse(null);
    }

    void forget() {
        snapshot = null;
    }
}
