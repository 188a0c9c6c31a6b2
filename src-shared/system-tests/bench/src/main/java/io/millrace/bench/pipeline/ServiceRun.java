package io.millrace.bench.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;

import io.millrace.bench.run.ProcessFigures;
import io.millrace.devstack.ChildProcess;
import io.millrace.launcher.local.ServiceProcess;

/** A service under measurement, from its start. */
final class ServiceRun implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final ServiceProcess service;
    private final ProcessFigures broker;
    private final Path table;
    private final Duration patience;
    private final TableLog log;
    private final ThreadWatch threads;
    private final Reading start;
    private long lastLook;

    /**
     * @param service
     *            just started
     * @param broker
     *            that it reads from
     * @param table
     *            that it writes to
     * @param patience
     *            how long it is waited for
     */
    ServiceRun(ServiceProcess service, ProcessFigures broker, Path table, Duration patience) {
        this.service = service;
        this.broker = broker;
        this.table = table;
        this.patience = patience;
        this.log = new TableLog(table);
        this.threads = new ThreadWatch(new ProcessFigures(service.process().pid()));
        this.start = Reading.zero(System.nanoTime(), broker.cpuMicros());
    }

    /** When the process was started. */
    Reading start() {
        return start;
    }

    /** Waits until a number of records is merged. */
    Reading awaitRecords(long records) {
        return await(state -> state.offsets() >= records);
    }

    /** Waits until the table is as wanted; reads everything at once then. */
    Reading await(Predicate<TableLog.State> wanted) {
        Reading[] found = new Reading[1];
        service.process().awaitReady(() -> {
            TableLog.State state = state();
            if (wanted.test(state)) {
                found[0] = reading(state);
                return true;
            }
            if (System.nanoTime() - lastLook > LOOK.toNanos()) {
                var unused = threads.look();
                lastLook = System.nanoTime();
            }
            return false;
        }, patience);
        return found[0];
    }

    /**
     * Waits until the process ends by itself; the last reading before that.
     *
     * @throws IllegalStateException
     *             when it ends with a failure or not at all
     */
    Reading awaitExit() throws InterruptedException {
        ChildProcess process = service.process();
        long deadline = System.nanoTime() + patience.toNanos();
        Reading last = reading(state());
        while (process.isAlive()) {
            last = unlessEnded(last);
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("The service does not end");
            }
            Thread.sleep(POLL);
        }
        if (process.exitCode().orElse(-1) != 0) {
            throw new IllegalStateException("The service ended with " + process.exitCode() + ":\n"
                    + String.join("\n", process.lastLines()));
        }
        return new Reading(last.nanos(), last.service(), last.brokerMicros(), state());
    }

    private Reading unlessEnded(Reading last) {
        try {
            return reading(last.table());
        } catch (UncheckedIOException e) {
            if (service.process().isAlive()) {
                throw e;
            }
            return last;
        }
    }

    private Reading reading(TableLog.State state) {
        return new Reading(System.nanoTime(), threads.look(), broker.cpuMicros(), state);
    }

    private TableLog.State state() {
        try {
            return log.read();
        } catch (IOException e) {
            throw new UncheckedIOException("The log of " + table + " cannot be read", e);
        }
    }

    Path table() {
        return table;
    }

    long peakRssMebibytes() {
        return threads.process().peakRssMebibytes();
    }

    /** CPU time by name of thread. */
    Map<String, Long> threadNames() {
        return threads.byName();
    }

    /** The metrics of the service, which it is asked for now. */
    String metrics() {
        return service.metrics().orElseThrow(() -> new IllegalStateException("The service does not show its metrics"));
    }

    @Override
    public void close() {
        service.close();
    }
}
