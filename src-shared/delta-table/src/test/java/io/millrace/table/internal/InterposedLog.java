package io.millrace.table.internal;

import java.util.List;
import java.util.Optional;

import io.delta.kernel.data.Row;
import io.millrace.table.TableShape;

/** Lets something happen right before the first commit, when everything that leads to it is decided. */
final class InterposedLog implements DeltaLog {
    private final DeltaLog log;
    private Runnable beforeCommit;

    InterposedLog(DeltaLog log, Runnable beforeCommit) {
        this.log = log;
        this.beforeCommit = beforeCommit;
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
    public CommitResult tryCommit(List<Row> actions) {
        Runnable once = beforeCommit;
        beforeCommit = () -> {};
        once.run();
        return log.tryCommit(actions);
    }

    @Override
    public CommitResult tryEvolve(TableShape shape) {
        return log.tryEvolve(shape);
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
