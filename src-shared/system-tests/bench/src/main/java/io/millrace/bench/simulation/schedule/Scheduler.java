package io.millrace.bench.simulation.schedule;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Runs threads one at a time. Each call that {@link #at} announces is a point where another thread may go on and where the call
 * may fail; nothing else lets a thread stop. So equal decisions give equal runs. Before {@link #run} and after it the thread
 * that uses it is alone, and no call fails.
 */
public final class Scheduler {
    /** A schedule that takes more calls never ends. */
    private static final int MOST_CALLS = 50_000;
    private static final int LATE_CALLS = 12;
    private static final long PRIME = 0x100000001b3L;

    private final Decisions decisions;
    private final boolean traced;
    private final Map<String, SimulatedThread> threads = new LinkedHashMap<>();
    private final List<Late> late = new ArrayList<>();
    private final List<Step> trace = new ArrayList<>();
    private final Semaphore over = new Semaphore(0);
    private volatile @Nullable SimulatedThread current;
    private volatile @Nullable Throwable failure;
    private int calls;
    private long traceHash = 0xcbf29ce484222325L;

    private record Late(int atCall, Runnable effect) {}

    /** More calls than any schedule needs, threads that wait for each other, or a call of a thread that is not simulated. */
    public static final class StuckException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StuckException(String message) {
            super(message);
        }
    }

    /**
     * @param decisions
     *            what happens at each point
     * @param traced
     *            whether to keep the steps
     */
    public Scheduler(Decisions decisions, boolean traced) {
        this.decisions = decisions;
        this.traced = traced;
    }

    /** Adds a thread that is a process of its own: one that ends by a crash is started again until its program ends. */
    public void add(String name, Runnable program) {
        threads.put(name, new SimulatedThread(name, () -> {
            boolean ended = false;
            while (!ended) {
                try {
                    program.run();
                    ended = true;
                } catch (Crash crash) {
                    running().become(new SimulatedProcess());
                } catch (Throwable e) { // of the code under test: reported by run()
                    failed(e);
                    ended = true;
                }
            }
            endCurrent();
        }));
    }

    /**
     * Runs all threads to their end.
     *
     * @return what one of them threw that is no crash; null without
     */
    public @Nullable Throwable run() {
        Iterator<SimulatedThread> all = threads.values().iterator();
        if (all.hasNext()) {
            SimulatedThread first = all.next();
            current = first;
            first.giveTurn();
            over.acquireUninterruptibly();
        }
        current = null;
        late.forEach(one -> one.effect().run());
        late.clear();
        return failure;
    }

    /**
     * A call: lets other threads go on, and says how it fails.
     *
     * @param kind
     *            of the call
     * @param operation
     *            its name
     * @param file
     *            what it is done to
     * @throws Crash
     *             when the process ended
     */
    public Fault at(CallKind kind, String operation, String file) {
        SimulatedThread me = current;
        if (me == null) {
            return Fault.NONE;
        }
        if (!me.isCurrent()) {
            throw new StuckException(
                    operation + " is called by " + Thread.currentThread() + ", a thread of its own, while "
                            + me.name() + " has the turn");
        }
        refuseDead(me);
        if (++calls > MOST_CALLS || failure != null) {
            throw new StuckException(failure == null
                    ? "the schedule did not end within " + MOST_CALLS + " calls"
                    : "another thread failed");
        }
        Point point = me.nextCall();
        Decision decision = decisions.at(point, kind, ready(me));
        note(point, kind, operation, file, decision);
        if (!decision.next().isEmpty()) {
            passTo(thread(decision.next()), me);
            refuseDead(me);
        }
        applyLate();
        if (decision.fault() == Fault.CRASH_BEFORE) {
            throw crash();
        }
        return decision.fault();
    }

    /** Ends the process of the current thread. */
    public Crash crash() {
        running().process().end();
        return new Crash();
    }

    /** Does something some calls later, whoever makes them; at the end at the latest. */
    public void later(Runnable effect) {
        late.add(new Late(calls + 1 + (int) Math.floorMod(traceHash, LATE_CALLS), effect));
    }

    private void applyLate() {
        for (Iterator<Late> all = late.iterator(); all.hasNext();) {
            Late one = all.next();
            if (one.atCall() <= calls) {
                all.remove();
                one.effect().run();
            }
        }
    }

    /** A thread of the process of the current thread, for work in the background. */
    public ExecutorService background() {
        return new BackgroundWorker(this);
    }

    void spawn(Runnable body) {
        SimulatedThread parent = current;
        if (parent == null) {
            body.run();
            return;
        }
        String name = parent.nextChild();
        SimulatedThread child = new SimulatedThread(name, () -> {
            try {
                body.run();
            } catch (Crash crash) {
                endCurrent();
                return;
            } catch (Throwable e) { // of the code under test: reported by run()
                failed(e);
            }
            endCurrent();
        });
        child.become(parent.process());
        threads.put(name, child);
    }

    /** Lets other threads go on until a condition holds. */
    void await(BooleanSupplier condition) {
        SimulatedThread me = current;
        if (me == null || condition.getAsBoolean()) {
            return;
        }
        refuseDead(me);
        me.waitFor(condition);
        Point point = me.nextCall();
        List<String> ready = ready(me);
        if (ready.isEmpty()) {
            throw new StuckException(me.name() + " waits and no other thread can go on");
        }
        passTo(thread(decisions.next(point, ready)), me);
        me.waitFor(null);
        refuseDead(me);
        if (failure != null) {
            throw new StuckException("another thread failed");
        }
    }

    private void failed(Throwable e) {
        if (failure == null) {
            failure = e;
        }
    }

    private void endCurrent() {
        SimulatedThread me = running();
        me.end();
        Point point = me.nextCall();
        List<String> ready = ready(me);
        if (ready.isEmpty()) {
            if (failure == null && threads.values().stream().anyMatch(thread -> !thread.hasEnded())) {
                failure = new StuckException("threads wait for each other");
            }
            over.release();
            return;
        }
        SimulatedThread next = thread(decisions.next(point, ready));
        current = next;
        next.giveTurn();
    }

    private void passTo(SimulatedThread next, SimulatedThread me) {
        current = next;
        next.giveTurn();
        me.awaitTurn();
    }

    private List<String> ready(SimulatedThread but) {
        List<String> ready = new ArrayList<>(threads.size());
        for (SimulatedThread thread : threads.values()) {
            if (thread != but && (thread.isReady() || failure != null && !thread.hasEnded())) {
                ready.add(thread.name());
            }
        }
        return ready;
    }

    private void note(Point point, CallKind kind, String operation, String file, Decision decision) {
        traceHash = (traceHash ^ point.thread().hashCode()) * PRIME;
        traceHash = (traceHash ^ operation.hashCode()) * PRIME;
        traceHash = (traceHash ^ file.hashCode()) * PRIME;
        traceHash = (traceHash ^ decision.next().hashCode()) * PRIME + decision.fault().ordinal();
        if (traced) {
            trace.add(new Step(point, kind, (operation + " " + file).strip(), decision));
        }
    }

    private static void refuseDead(SimulatedThread me) {
        if (me.process().isDead()) {
            throw new Crash();
        }
    }

    private SimulatedThread running() {
        SimulatedThread me = current;
        if (me == null) {
            throw new IllegalStateException("no simulated thread runs");
        }
        return me;
    }

    private SimulatedThread thread(String name) {
        SimulatedThread found = threads.get(name);
        if (found == null) {
            throw new IllegalArgumentException("there is no thread " + name);
        }
        return found;
    }

    /** A number that differs when any call of the run differs. */
    public long traceHash() {
        return traceHash;
    }

    /** The number of calls. */
    public int calls() {
        return calls;
    }

    /** The steps, when they were to be kept. */
    public List<Step> trace() {
        return trace;
    }
}
