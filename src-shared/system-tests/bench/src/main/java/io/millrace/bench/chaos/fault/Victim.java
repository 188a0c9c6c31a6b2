package io.millrace.bench.chaos.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.millrace.bench.chaos.preload.FaultControl;
import io.millrace.contracts.supervision.LastResort;
import io.millrace.devstack.ChildProcess;
import io.millrace.devstack.DevStackException;
import io.millrace.launcher.local.DataFolders;
import org.jspecify.annotations.Nullable;

/** A process that faults are done to. Dead or alive, it can be started again on the same ports and data. */
public final class Victim implements AutoCloseable {
    /** How long a process may take to end after SIGTERM: as long as Kubernetes waits. */
    private static final Duration TERMINATION = Duration.ofSeconds(30);
    /** 128 and the number of SIGKILL. */
    private static final int KILLED = 137;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration REQUEST = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 200;
    private static final int LEAST_AWAY_MILLIS = 3_000;
    private static final int MORE_AWAY_MILLIS = 5_000;

    private final String name;
    private final ProcessRole role;
    private final Path localState;
    private final Optional<FaultControl> control;
    private final Supplier<Started> starter;
    private @Nullable Started started;
    private final List<String> ends = new ArrayList<>();
    private boolean mayNeedRestart;
    private boolean closed;

    /**
     * A process as it runs now.
     *
     * @param process
     *            the child
     * @param ready
     *            whether it says that it is ready
     * @param needsRestart
     *            whether it says that only a restart helps
     */
    public record Started(ChildProcess process, BooleanSupplier ready, BooleanSupplier needsRestart) {}

    /**
     * @param name
     *            how reports call it
     * @param localState
     *            the folder of what it keeps on its local disk; it must do without
     * @param starter
     *            starts it, and returns at once
     */
    public Victim(String name, ProcessRole role, Path localState, Supplier<Started> starter) {
        this(name, role, localState, Optional.empty(), starter);
    }

    /**
     * The same with faults of its storage and of its clock.
     *
     * @param control
     *            of these faults; empty when the process has none
     */
    public Victim(String name, ProcessRole role, Path localState, Optional<FaultControl> control,
            Supplier<Started> starter) {
        this.name = name;
        this.role = role;
        this.localState = localState;
        this.control = control;
        this.starter = starter;
    }

    public String name() {
        return name;
    }

    public ProcessRole role() {
        return role;
    }

    /** Its faults of storage and clock; empty when it has none. */
    public Optional<FaultControl> control() {
        return control;
    }

    /** Whether it was ever started. */
    public synchronized boolean isStarted() {
        return started != null;
    }

    /** Starts it and returns at once; does nothing when the end of all has begun. */
    public synchronized void start() {
        if (!closed) {
            try {
                Files.createDirectories(localState);
            } catch (IOException e) {
                throw new UncheckedIOException("The folder " + localState + " cannot be made", e);
            }
            mayNeedRestart = false;
            started = starter.get();
        }
    }

    /** Whether it says that it is ready now. */
    public boolean isReady() {
        Started now = running();
        return now.process().isAlive() && now.ready().getAsBoolean();
    }

    /** Waits until it says that it is ready. */
    public void awaitReady() {
        Started now = running();
        now.process().awaitReady(now.ready(), PATIENCE);
    }

    /**
     * Waits until it says that only a restart helps, and restarts it, as Kubernetes does.
     *
     * @throws DevStackException
     *             if it does not say so in time
     */
    void restartOnItsRequest() throws InterruptedException {
        long deadline = System.nanoTime() + REQUEST.toNanos();
        while (!running().needsRestart().getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new DevStackException(name + " did not say within " + REQUEST.toSeconds()
                        + " s that it needs a restart");
            }
            Thread.sleep(POLL_MILLIS);
        }
        terminate();
        start();
    }

    /** A fault after which it may say, until its next start, that only a restart helps, or end itself if it cannot say so. */
    synchronized void mayNeedRestart() {
        mayNeedRestart = true;
    }

    /** Restarts it if it says that only a restart helps, as Kubernetes does. Without such a fault that is noted as an end. */
    public void restartIfItAsks() {
        Started now = running();
        if (now.process().isAlive() && now.needsRestart().getAsBoolean()) {
            noteUnlessExpected(name + " asked for a restart: its liveness is DOWN");
            terminate();
            start();
        }
    }

    /** SIGKILL of all of them, and a new start 3 to 8 s later. */
    static void lose(List<Victim> lost, SplittableRandom random) throws InterruptedException {
        for (Victim victim : lost) {
            victim.kill();
        }
        Thread.sleep(LEAST_AWAY_MILLIS + random.nextInt(MORE_AWAY_MILLIS));
        lost.forEach(Victim::start);
    }

    /** Its present process, dead or alive. */
    public ChildProcess process() {
        return running().process();
    }

    /** SIGTERM; returns when it is dead, which takes 30 s at most. A service that must be killed then is noted. */
    void terminate() {
        terminate(TERMINATION);
    }

    void terminate(Duration patience) {
        noteEnd();
        boolean alive = process().isAlive();
        process().stop(patience);
        if (alive && role.isService() && process().exitCode().orElse(-1) == KILLED) {
            noteUnlessExpected(name + " did not end within " + patience + " after SIGTERM");
        }
    }

    /** Notes an end for which no fault is the reason. */
    private synchronized void noteUnlessExpected(String end) {
        if (!mayNeedRestart) {
            ends.add(end);
        }
    }

    /** SIGKILL; returns when it is dead. */
    void kill() {
        noteEnd();
        process().kill();
    }

    /** Notes that it has ended by itself, if it has: a fault or a new start would cover it up. */
    public synchronized void noteEnd() {
        ChildProcess process = process();
        if (!process.isAlive() && !(mayNeedRestart && process.exitCode().orElse(-1) == LastResort.EXIT_CODE)) {
            ends.add(name + " ended with " + process.exitCode().orElse(-1) + ":\n"
                    + String.join("\n", process.lastLines()));
        }
    }

    /** Gives out, once, what was noted of its ends. */
    public synchronized List<String> ends() {
        List<String> noted = List.copyOf(ends);
        ends.clear();
        return noted;
    }

    /** Deletes what it keeps on its local disk; it must be dead. */
    void wipe() {
        DataFolders.delete(localState);
    }

    private synchronized Started running() {
        if (started == null) {
            throw new IllegalStateException(name + " was not started");
        }
        return started;
    }

    /** SIGKILL: brokers that end in order would wait for each other. */
    @Override
    public synchronized void close() {
        closed = true;
        if (started != null) {
            started.process().kill();
        }
    }
}
