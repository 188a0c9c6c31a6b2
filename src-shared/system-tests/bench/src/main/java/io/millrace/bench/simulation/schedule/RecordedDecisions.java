package io.millrace.bench.simulation.schedule;

import java.util.List;
import java.util.Map;

/**
 * Decisions that were made before, or some of them. At every other point the call succeeds and the thread goes on; where one
 * ends, the first one goes on.
 *
 * @param made
 *            by point
 */
public record RecordedDecisions(Map<Point, Decision> made) implements Decisions {
    @Override
    public Decision at(Point point, CallKind kind, List<String> ready) {
        Decision decision = made.getOrDefault(point, Decision.NONE);
        Fault fault = kind.faults().contains(decision.fault()) ? decision.fault() : Fault.NONE;
        return new Decision(fault, ready.contains(decision.next()) ? decision.next() : "");
    }

    @Override
    public String next(Point point, List<String> ready) {
        String next = made.getOrDefault(point, Decision.NONE).next();
        return ready.contains(next) ? next : ready.getFirst();
    }
}
