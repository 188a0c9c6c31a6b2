package io.millrace.bench.simulation.schedule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Decisions that follow from a seed. Keeps those that are not the simplest ones, for {@link RecordedDecisions}. */
public final class SeededDecisions implements Decisions {
    private static final double[] SWITCHES = {0.01, 0.03, 0.1, 0.3};
    private static final double[] FAULTS = {0, 0, 0.005, 0.01, 0.03};
    private static final int MOST_FAULTS = 4;
    /** Calls that change something fail more often than others by this factor. */
    private static final int CHANGES = 4;
    /** In one of so many schedules a thread sleeps. */
    private static final int SLEEPERS = 4;
    private static final int SLEEP_WITHIN = 100;

    private final SplittableRandom random;
    private final double switches;
    private final double faults;
    /** From this call on, a thread that makes it does not go on while another one can. */
    private final int sleepsAt;
    private String sleeper = "";
    private int calls;
    private int faultsLeft;
    private final Map<Point, Decision> made = new LinkedHashMap<>();

    public SeededDecisions(long seed) {
        this.random = new SplittableRandom(seed);
        this.switches = SWITCHES[random.nextInt(SWITCHES.length)];
        this.faults = FAULTS[random.nextInt(FAULTS.length)];
        this.faultsLeft = 1 + random.nextInt(MOST_FAULTS);
        this.sleepsAt = random.nextInt(SLEEPERS) == 0 ? 1 + random.nextInt(SLEEP_WITHIN) : Integer.MAX_VALUE;
    }

    @Override
    public Decision at(Point point, CallKind kind, List<String> ready) {
        calls++;
        if (calls == sleepsAt) {
            sleeper = point.thread();
        }
        Fault fault = Fault.NONE;
        if (faultsLeft > 0 && random.nextDouble() < faults * (kind.changes() ? CHANGES : 1)) {
            fault = kind.faults().get(random.nextInt(kind.faults().size()));
            faultsLeft--;
        }
        boolean switched = fault == Fault.TORN_LIST || point.thread().equals(sleeper)
                || random.nextDouble() < switches;
        String next = switched && !ready.isEmpty() ? drawn(ready) : "";
        if (fault == Fault.NONE && next.isEmpty()) {
            return Decision.NONE;
        }
        Decision decision = new Decision(fault, next);
        made.put(point, decision);
        return decision;
    }

    @Override
    public String next(Point point, List<String> ready) {
        String next = drawn(ready);
        if (!next.equals(ready.getFirst())) {
            made.put(point, new Decision(Fault.NONE, next));
        }
        return next;
    }

    private String drawn(List<String> ready) {
        List<String> awake = ready.stream().filter(thread -> !thread.equals(sleeper)).toList();
        List<String> of = awake.isEmpty() ? ready : awake;
        return of.get(random.nextInt(of.size()));
    }

    /** The decisions so far that are not the simplest ones, in their order. */
    public Map<Point, Decision> made() {
        return made;
    }
}
