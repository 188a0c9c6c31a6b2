package io.millrace.bench.simulation;

import java.util.ArrayList;
import java.util.List;

import io.millrace.bench.simulation.schedule.CallKind;
import io.millrace.bench.simulation.schedule.Decision;
import io.millrace.bench.simulation.schedule.Step;

/** A schedule as text: every call that changes something or where something happens; of other calls their number. */
final class PrintedSchedule {
    private PrintedSchedule() {}

    static List<String> of(Selection schedule, ScheduleRun run) {
        List<String> lines = new ArrayList<>();
        lines.add("seed " + schedule.setup().seed() + ": " + String.join(", ", run.programs()) + "; " + run.calls()
                + " calls, " + run.made().size() + " switches and faults");
        int reads = 0;
        String reader = "";
        for (Step step : run.trace()) {
            boolean quiet = step.decision().equals(Decision.NONE)
                    && (step.kind() == CallKind.READ || step.kind() == CallKind.LIST || step.kind() == CallKind.PAUSE);
            if (reads > 0 && (!quiet || !reader.equals(step.point().thread()))) {
                lines.add("  " + reader + " reads " + reads + " times");
                reads = 0;
            }
            if (quiet) {
                reader = step.point().thread();
                reads++;
            } else {
                lines.add("  " + step);
            }
        }
        run.violations().forEach(violation -> lines.add("  " + violation));
        return lines;
    }
}
