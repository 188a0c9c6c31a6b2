package io.millrace.bench.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.millrace.bench.simulation.check.Invariant;
import io.millrace.bench.simulation.schedule.Decision;
import io.millrace.bench.simulation.schedule.Fault;
import io.millrace.bench.simulation.schedule.Point;
import io.millrace.bench.simulation.world.Setup;

/** Looks for a smaller schedule in which the same invariant does not hold: fewer programs, rounds, records, faults and switches. */
final class Shrinking {
    private static final int MOST_RUNS = 2_000;

    private final Invariant invariant;
    private Selection smallest;
    private int runs;

    private Shrinking(Selection schedule, Invariant invariant) {
        this.smallest = schedule;
        this.invariant = invariant;
    }

    /** A smaller schedule, or the same one. */
    static Selection of(Selection schedule, ScheduleRun failed) {
        Shrinking shrinking = new Shrinking(new Selection(schedule.setup(), schedule.off(), Optional.of(failed.made())),
                failed.violations().getFirst().invariant());
        if (!shrinking.fails(shrinking.smallest)) {
            return schedule;
        }
        int before;
        do {
            before = shrinking.size();
            shrinking.dropPrograms(failed.programs());
            shrinking.lowerLimits();
            shrinking.dropDecisions();
            shrinking.simplifyDecisions();
        } while (shrinking.size() < before && shrinking.runs < MOST_RUNS);
        return shrinking.smallest;
    }

    private int size() {
        Setup setup = smallest.setup();
        return 4 * decisions().size() + setup.mostRounds() + setup.mostRecords() - setup.without().size();
    }

    private Map<Point, Decision> decisions() {
        return smallest.decisions().orElseThrow();
    }

    private boolean fails(Selection candidate) {
        runs++;
        return ScheduleRun.of(candidate, false).violations().stream()
                .anyMatch(violation -> violation.invariant() == invariant);
    }

    private boolean take(Selection candidate) {
        boolean fails = runs < MOST_RUNS && fails(candidate);
        if (fails) {
            smallest = candidate;
        }
        return fails;
    }

    private Selection with(Setup setup) {
        return new Selection(setup, smallest.off(), smallest.decisions());
    }

    private void dropPrograms(List<String> programs) {
        for (String program : programs) {
            Setup setup = smallest.setup();
            Set<String> without = new HashSet<>(setup.without());
            if (without.add(program)) {
                take(with(new Setup(setup.seed(), without, setup.mostRounds(), setup.mostRecords())));
            }
        }
    }

    private void lowerLimits() {
        for (int rounds = 1; rounds < smallest.setup().mostRounds(); rounds++) {
            Setup setup = smallest.setup();
            take(with(new Setup(setup.seed(), setup.without(), rounds, setup.mostRecords())));
        }
        for (int records = 0; records < smallest.setup().mostRecords(); records++) {
            Setup setup = smallest.setup();
            take(with(new Setup(setup.seed(), setup.without(), setup.mostRounds(), records)));
        }
    }

    /** Leaves out more and more of them, then fewer and fewer at a time. */
    private void dropDecisions() {
        for (int chunk = Math.max(1, decisions().size()); chunk >= 1; chunk /= 2) {
            for (int from = 0; from < decisions().size();) {
                List<Map.Entry<Point, Decision>> left = new ArrayList<>(decisions().entrySet());
                left.subList(from, Math.min(left.size(), from + chunk)).clear();
                Map<Point, Decision> fewer = new LinkedHashMap<>();
                left.forEach(entry -> fewer.put(entry.getKey(), entry.getValue()));
                if (!take(new Selection(smallest.setup(), smallest.off(), Optional.of(fewer)))) {
                    from += chunk;
                }
            }
        }
    }

    /** Leaves the fault or the switch out where both are. */
    private void simplifyDecisions() {
        for (Map.Entry<Point, Decision> entry : new ArrayList<>(decisions().entrySet())) {
            if (entry.getValue().fault() != Fault.NONE && !entry.getValue().next().isEmpty()) {
                for (Decision simpler : List.of(new Decision(entry.getValue().fault(), ""),
                        new Decision(Fault.NONE, entry.getValue().next()))) {
                    Map<Point, Decision> changed = new LinkedHashMap<>(decisions());
                    changed.put(entry.getKey(), simpler);
                    take(new Selection(smallest.setup(), smallest.off(), Optional.of(changed)));
                }
            }
        }
    }
}
