package io.millrace.bench.simulation.schedule;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/** A thread that runs only while it has the turn. */
final class SimulatedThread {
    /** From this release on a virtual thread that holds a monitor gives its carrier away; switches are cheap then. */
    private static final int CHEAP_MONITORS = 24;

    private final String name;
    private final Thread thread;
    private SimulatedProcess process = new SimulatedProcess();
    private @Nullable BooleanSupplier waitsFor;
    private volatile boolean hasTurn;
    private boolean started;
    private boolean ended;
    private int calls;
    private int spawned;

    SimulatedThread(String name, Runnable body) {
        this.name = name;
        Runnable inTurn = () -> {
            awaitTurn();
            body.run();
        };
        this.thread = Runtime.version().feature() >= CHEAP_MONITORS
                ? Thread.ofVirtual().unstarted(inTurn)
                : Thread.ofPlatform().daemon().unstarted(inTurn);
    }

    String name() {
        return name;
    }

    /** Whether it is the thread that calls this. */
    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    SimulatedProcess process() {
        return process;
    }

    void become(SimulatedProcess other) {
        process = other;
    }

    Point nextCall() {
        calls++;
        return new Point(name, calls);
    }

    String nextChild() {
        spawned++;
        return name + "." + spawned;
    }

    boolean isReady() {
        return !ended && (waitsFor == null || process.isDead() || waitsFor.getAsBoolean());
    }

    void waitFor(@Nullable BooleanSupplier condition) {
        waitsFor = condition;
    }

    boolean hasEnded() {
        return ended;
    }

    void end() {
        ended = true;
    }

    void giveTurn() {
        hasTurn = true;
        if (started) {
            LockSupport.unpark(thread);
        } else {
            started = true;
            thread.start();
        }
    }

    void awaitTurn() {
        while (!hasTurn) {
            LockSupport.park(this);
        }
        hasTurn = false;
    }
}
