package io.millrace.table.internal.log;

import java.util.List;
import java.util.Optional;

import io.millrace.table.TableShape;

/** A log, for tests to change one thing of it. */
public abstract class PassingLog implements DeltaLog {
    public final DeltaLog log;

    public PassingLog(DeltaLog log) {
        this.log = log;
    }

    @Override
    public Optional<TableState> state() {
        return log.state();
    }

    @Override
    public TableState.Change advance() {
        return log.advance();
    }

    @Override
    public void create(TableShape shape) {
        log.create(shape);
    }

    @Override
    public CommitResult tryCommit(List<LogAction> actions) {
        return log.tryCommit(actions);
    }

    @Override
    public CommitResult tryEvolve(TableShape shape) {
        return log.tryEvolve(shape);
    }

    @Override
    public CommitResult tryRepartition(List<String> partitionColumns, List<LogAction> files) {
        return log.tryRepartition(partitionColumns, files);
    }

    @Override
    public long replacements() {
        return log.replacements();
    }

    @Override
    public long lastCheckpoint() {
        return log.lastCheckpoint();
    }

    @Override
    public void close() {
        log.close();
    }
}
