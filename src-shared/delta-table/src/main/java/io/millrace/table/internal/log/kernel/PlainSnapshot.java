package io.millrace.table.internal.log.kernel;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.delta.kernel.engine.Engine;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.actions.DomainMetadata;
import io.delta.kernel.internal.files.ParsedDeltaData;
import io.delta.kernel.internal.lang.Lazy;
import io.delta.kernel.internal.metrics.SnapshotQueryContext;
import io.delta.kernel.internal.replay.LogReplay;
import io.delta.kernel.internal.snapshot.LogSegment;
import io.delta.kernel.utils.FileStatus;

/**
 * A snapshot of a table of protocol (1, 2), to commit on top of. Such a table has no domain metadata and no clustering, which
 * Kernel would find out by reading all commits since the last checkpoint, once for every commit.
 */
final class PlainSnapshot extends SnapshotImpl {
    private final Engine engine;

    private PlainSnapshot(Engine engine, SnapshotImpl like, LogSegment log) {
        super(like.getDataPath(), log.getVersion(), new Lazy<>(() -> log),
                new LogReplay(engine, like.getDataPath(), new Lazy<>(() -> log), new Lazy<>(Optional::empty)),
                like.getProtocol(), like.getMetadata(), like.getCommitter(),
                SnapshotQueryContext.forVersionSnapshot(like.getPath(), log.getVersion()), Optional.empty());
        this.engine = engine;
    }

    /** A snapshot that Kernel read, or made after a commit. */
    static PlainSnapshot of(Engine engine, SnapshotImpl version) {
        return new PlainSnapshot(engine, version, version.getLogSegment());
    }

    /** The version after these commits, which change neither protocol nor metadata. */
    PlainSnapshot then(List<FileStatus> commits) {
        List<ParsedDeltaData> added = commits.stream().map(ParsedDeltaData::forFileStatus).toList();
        return new PlainSnapshot(engine, this, getLogSegment().newWithAddedDeltas(added));
    }

    @Override
    public Optional<List<Column>> getPhysicalClusteringColumns() {
        return Optional.empty();
    }

    @Override
    public Map<String, DomainMetadata> getActiveDomainMetadataMap() {
        return Map.of();
    }
}
