package io.millrace.bench.simulation;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import io.millrace.bench.simulation.schedule.Decision;
import io.millrace.bench.simulation.schedule.Fault;
import io.millrace.bench.simulation.table.Guard;

/**
 * Runs schedules one after the other, until one fails.
 *
 * @param seed
 *            of the first schedule; each has the next seed
 * @param schedules
 *            their number, at most
 * @param nanos
 *            the time after which no further one begins, in nanoseconds
 * @param off
 *            the guards that are off
 */
record Simulation(long seed, long schedules, long nanos, Set<Guard> off) {
    private static final int EACH = 1_000;

    /**
     * Runs them.
     *
     * @param progress
     *            takes a line now and then
     */
    SimulationReport run(Consumer<String> progress) {
        long begun = System.nanoTime();
        long cpuBegun = cpuNanos();
        long done = 0;
        long calls = 0;
        long faults = 0;
        Optional<SimulationReport.Failed> failed = Optional.empty();
        while (failed.isEmpty() && done < schedules && System.nanoTime() - begun < nanos) {
            Selection schedule = Selection.of(seed + done, off);
            ScheduleRun run = ScheduleRun.of(schedule, false);
            done++;
            calls += run.calls();
            faults += run.made().values().stream().map(Decision::fault).filter(f -> f != Fault.NONE).count();
            if (!run.ok()) {
                progress.accept("Schedule " + (seed + done - 1) + ", number " + done + ", broke "
                        + run.violations().getFirst() + ". Looking for a smaller one.");
                Selection smaller = Shrinking.of(schedule, run);
                failed = Optional.of(new SimulationReport.Failed(smaller, ScheduleRun.of(smaller, true),
                        run.violations().getFirst().invariant()));
            } else if (done % EACH == 0) {
                progress.accept(done + " schedules, the last with seed " + (seed + done - 1));
            }
        }
        return new SimulationReport(seed, off, done, calls, faults, System.nanoTime() - begun,
                cpuNanos() - cpuBegun, failed);
    }

    private static long cpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
    }
}
