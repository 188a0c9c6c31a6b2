package io.millrace.launcher.local;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.millrace.devstack.ChildProcess;
import io.millrace.devstack.DevStackException;

/** Restarts the processes of the local system when they end by themselves or say that only a restart helps, independently of each other. */
public final class Supervisor implements AutoCloseable {
    /** Ctrl-C reaches the processes as well as this one: a process that ends this long before the end of all is not reported. */
    private static final Duration HESITATION = Duration.ofMillis(300);

    private static final Duration ASKED_EVERY = Duration.ofSeconds(5);

    private final Clock clock;
    private final Consumer<String> report;
    private final Consumer<List<ProcessExits>> changed;
    private final Map<String, ProcessExits> ends = new LinkedHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * @param report
     *            receives a line for a person at each end and each new start
     * @param changed
     *            receives the ends of all processes, when one is added
     */
    public Supervisor(Clock clock, Consumer<String> report, Consumer<List<ProcessExits>> changed) {
        this.clock = clock;
        this.report = report;
        this.changed = changed;
    }

    /** Watches the processes, from now to {@link #close()}. */
    public void watch(Collection<ManagedProcess> parts) {
        for (ManagedProcess part : parts) {
            Thread.ofPlatform().daemon().name("watch-" + part.name()).start(() -> watch(part));
        }
    }

    /** Returns when the end of all has begun. */
    public void awaitClose() throws InterruptedException {
        closed.await();
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void watch(ManagedProcess part) {
        Instant started = clock.instant();
        ProcessExits seen = ProcessExits.none(part);
        while (true) {
            ChildProcess ended = awaitEnd(part);
            if (closesWithin(HESITATION)) {
                return;
            }
            Instant now = clock.instant();
            seen = seen.andOne(ended.exitCode().orElse(-1), now, Duration.between(started, now));
            record(seen);
            report(part, seen, ended.lastLines());
            if (closesWithin(seen.pause())) {
                return;
            }
            started = clock.instant();
            restart(part);
        }
    }

    private ChildProcess awaitEnd(ManagedProcess part) {
        ChildProcess process = part.process().get();
        while (!process.onExit().completeOnTimeout(process, ASKED_EVERY.toMillis(), TimeUnit.MILLISECONDS).join()
                .exitCode().isPresent()) {
            if (part.needsRestart().getAsBoolean() && !closesWithin(Duration.ZERO)) {
                report.accept(
                        part.name() + " is not live: only a restart helps. It is ended. Its log, with the cause, is "
                                + part.log());
                process.stop(ChildProcess.GRACE);
            }
        }
        return process;
    }

    private void restart(ManagedProcess part) {
        try {
            part.restart().run();
            report.accept(part.name() + " is ready again");
        } catch (RuntimeException e) {
            // Whether it ended or hangs: its end is what the watch goes on with.
            if (closed.getCount() > 0) {
                report.accept(part.name() + " did not become ready: " + explained(e));
            }
            part.process().get().close();
        }
    }

    private static String explained(RuntimeException e) {
        return e instanceof DevStackException ? String.valueOf(e.getMessage()) : e.toString();
    }

    private void report(ManagedProcess part, ProcessExits seen, List<String> lastLines) {
        report.accept(part.name() + " ended with " + seen.exit() + "; it is started again in "
                + seen.pause().toSeconds() + " s. Its log is " + part.log());
        if (seen.needsAPerson()) {
            report.accept(part.name() + " ended " + seen.quick() + " times in a row within "
                    + ProcessExits.STEADY.toSeconds() + " s of its start. Its last lines:\n"
                    + String.join("\n", lastLines));
        }
    }

    private synchronized void record(ProcessExits seen) {
        ends.put(seen.name(), seen);
        try {
            changed.accept(List.copyOf(ends.values()));
        } catch (LauncherException e) {
            report.accept("status will not show this: " + e.getMessage());
        }
    }

    private boolean closesWithin(Duration pause) {
        try {
            return closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
