package io.millrace.bench.simulation.table;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.millrace.bench.simulation.schedule.CallKind;
import io.millrace.bench.simulation.schedule.Scheduler;
import io.millrace.table.TableShape;
import io.millrace.table.internal.log.CommitResult;
import io.millrace.table.internal.log.DeltaLog;
import io.millrace.table.internal.log.LogAction;
import io.millrace.table.internal.log.TableState;

/** The log of a table in a simulation: waits are points where other threads go on, and guards may be off. */
final class SimulatedLog implements DeltaLog {
    private final DeltaLog log;
    private final Scheduler scheduler;
    private final Set<Guard> off;

    SimulatedLog(DeltaLog log, Scheduler scheduler, Set<Guard> off) {
        this.log = log;
        this.scheduler = scheduler;
        this.off = off;
    }

    @Override
    public void backOff(int attempt) {
        var unused = scheduler.at(CallKind.PAUSE, "wait", "");
    }

    @Override
    public Optional<TableState> state() {
        return off.contains(Guard.WATERMARK)
                ? log.state().map(known -> new TableState(known.id(), known.version(), known.columns(),
                        known.partitionColumns(), known.files(), Map.of()))
                : log.state();
    }

    @Override
    public CommitResult tryCommit(List<LogAction> actions) {
        CommitResult result = log.tryCommit(actions);
        while (off.contains(Guard.CONFLICT_CHECK) && result instanceof CommitResult.Conflict) {
            log.advance();
            result = log.tryCommit(actions);
        }
        return off.contains(Guard.COMMIT_RESULT) ? new CommitResult.Committed(0) : result;
    }

    @Override
    public TableState.Change advance() {
        return log.advance();
    }

    @Override
    public long replacements() {
        return log.replacements();
    }

    @Override
    public void create(TableShape shape) {
        log.create(shape);
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
    public long lastCheckpoint() {
        return log.lastCheckpoint();
    }

    @Override
    public Optional<String> backgroundFailure() {
        return log.backgroundFailure();
    }

    @Override
    public void close() {
        log.close();
    }
}
