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

    private final SplittableRandom random;
    private final double switches;
    private final double faults;
    private int faultsLeft;
    private final Map<Point, Decision> made = new LinkedHashMap<>();

    public SeededDecisions(long seed) {
        this.random = new SplittableRandom(seed);
        this.switches = SWITCHES[random.nextInt(SWITCHES.length)];
        this.faults = FAULTS[random.nextInt(FAULTS.length)];
        this.faultsLeft = 1 + random.nextInt(MOST_FAULTS);
    }

    @Override
    public Decision at(Point point, CallKind kind, List<String> ready) {
        Fault fault = Fault.NONE;
        if (faultsLeft > 0 && random.nextDouble() < faults) {
            fault = kind.faults().get(random.nextInt(kind.faults().size()));
            faultsLeft--;
        }
        String next = !ready.isEmpty() && (fault == Fault.TORN_LIST || random.nextDouble() < switches)
                ? ready.get(random.nextInt(ready.size()))
                : "";
        if (fault == Fault.NONE && next.isEmpty()) {
            return Decision.NONE;
        }
        Decision decision = new Decision(fault, next);
        made.put(point, decision);
        return decision;
    }

    @Override
    public String next(Point point, List<String> ready) {
        String next = ready.get(random.nextInt(ready.size()));
        if (!next.equals(ready.getFirst())) {
            made.put(point, new Decision(Fault.NONE, next));
        }
        return next;
    }

    /** The decisions so far that are not the simplest ones, in their order. */
    public Map<Point, Decision> made() {
        return made;
    }
}
