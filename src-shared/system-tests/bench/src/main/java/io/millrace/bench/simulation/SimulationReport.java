package io.millrace.bench.simulation;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.bench.simulation.check.Invariant;
import io.millrace.bench.simulation.table.Guard;

/**
 * The result of a simulation.
 *
 * @param seed
 *            of its first schedule
 * @param off
 *            the guards that were off
 * @param schedules
 *            number of schedules that were run
 * @param calls
 *            number of calls of all of them
 * @param faults
 *            number of faults among them
 * @param nanos
 *            how long it took, in nanoseconds
 * @param cpuNanos
 *            the CPU time of the process meanwhile, in nanoseconds; the compilers' is part of it
 * @param failed
 *            the schedule that failed, made as small as possible
 */
record SimulationReport(long seed, Set<Guard> off, long schedules, long calls, long faults, long nanos, long cpuNanos,
        Optional<Failed> failed) {
    /**
     * A schedule in which an invariant did not hold.
     *
     * @param schedule
     *            made as small as possible
     * @param run
     *            of it
     * @param invariant
     *            that did not hold
     */
    record Failed(Selection schedule, ScheduleRun run, Invariant invariant) {
        /** The command that runs it again. */
        String command() {
            StringBuilder command = new StringBuilder("./millrace lab simulate --schedules 1 --seed ")
                    .append(schedule.setup().seed());
            schedule.off().forEach(guard -> command.append(" --without ").append(guard.label()));
            return command.toString();
        }
    }

    boolean ok() {
        return failed.isEmpty();
    }

    private double per(long time) {
        return Math.round(10.0 * schedules * TimeUnit.SECONDS.toNanos(1) / Math.max(1, time)) / 10.0;
    }

    ObjectNode json() {
        ObjectNode json = new ObjectMapper().createObjectNode().put("seed", seed).put("schedules", schedules)
                .put("calls", calls).put("faults", faults)
                .put("seconds", Math.round(nanos / 1e8) / 10.0).put("schedules_per_second", per(nanos))
                .put("schedules_per_cpu_second", per(cpuNanos));
        off.stream().sorted().forEach(guard -> json.withArray("without").add(guard.label()));
        failed.ifPresent(found -> json.put("failed_seed", found.schedule().setup().seed())
                .put("invariant", found.invariant().label())
                .put("steps", found.run().calls()));
        return json.put("ok", ok());
    }

    /** What is printed of the schedule that failed. */
    List<String> named() {
        return failed.map(found -> PrintedSchedule.of(found.schedule(), found.run())).orElse(List.of());
    }
}
