package io.millrace.table.internal.log;

import java.util.List;

/** Lets something happen right before the first commit, when everything that leads to it is decided. */
public final class InterposedLog extends PassingLog {
    private Runnable beforeCommit;

    public InterposedLog(DeltaLog log, Runnable beforeCommit) {
        super(log);
        this.beforeCommit = beforeCommit;
    }

    @Override
    public CommitResult tryCommit(List<LogAction> actions) {
        Runnable once = beforeCommit;
        beforeCommit = () -> {};
        once.run();
        return super.tryCommit(actions);
    }
}
