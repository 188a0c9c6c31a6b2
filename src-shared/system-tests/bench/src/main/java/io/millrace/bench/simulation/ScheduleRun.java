package io.millrace.bench.simulation;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.millrace.bench.simulation.check.Violation;
import io.millrace.bench.simulation.check.WorldCheck;
import io.millrace.bench.simulation.schedule.Decision;
import io.millrace.bench.simulation.schedule.Decisions;
import io.millrace.bench.simulation.schedule.Point;
import io.millrace.bench.simulation.schedule.RecordedDecisions;
import io.millrace.bench.simulation.schedule.Scheduler;
import io.millrace.bench.simulation.schedule.SeededDecisions;
import io.millrace.bench.simulation.schedule.Step;
import io.millrace.bench.simulation.world.Program;
import io.millrace.bench.simulation.world.World;
import org.jspecify.annotations.Nullable;

/**
 * A schedule that was run.
 *
 * @param programs
 *            names of the programs
 * @param made
 *            the decisions that were not the simplest ones
 * @param trace
 *            its steps, when they were to be kept
 * @param calls
 *            number of calls
 * @param traceHash
 *            differs when any call differs
 * @param stateHash
 *            differs when the tables differ in the end
 * @param violations
 *            what did not hold, the most telling first
 */
record ScheduleRun(List<String> programs, Map<Point, Decision> made, List<Step> trace, int calls, long traceHash,
        long stateHash, List<Violation> violations) {
    static ScheduleRun of(Selection schedule, boolean traced) {
        SeededDecisions seeded = new SeededDecisions(schedule.setup().seed());
        Decisions decisions = schedule.decisions().<Decisions>map(RecordedDecisions::new).orElse(seeded);
        Scheduler scheduler = new Scheduler(decisions, traced);
        World world = schedule.setup().world(scheduler, schedule.off());
        World whole = world.alone(schedule.setup().seed());
        WorldCheck check = new WorldCheck(whole);
        List<Program> programs = schedule.setup().programs(world, check);
        programs.forEach(program -> scheduler.add(program.name(), program::run));
        Throwable failure = scheduler.run();
        if (failure != null) {
            check.failed(failure);
        }
        List<Violation> violations = violations(schedule, whole, programs, check, failure);
        return new ScheduleRun(programs.stream().map(Program::name).toList(),
                schedule.decisions().orElseGet(seeded::made), scheduler.trace(), scheduler.calls(),
                scheduler.traceHash(), check.stateHash(), violations);
    }

    /** The tables that are to have all records in the end: those that are not complete yet or were written to. */
    private static Set<String> complete(List<Program> programs, WorldCheck check) {
        Set<String> complete = new HashSet<>();
        programs.forEach(program -> complete.add(program.table()));
        complete.remove(World.CURATED);
        if (check.isBehind()) {
            complete.add(World.CURATED);
        }
        return complete;
    }

    private static List<Violation> violations(Selection schedule, World whole, List<Program> programs,
            WorldCheck check, @Nullable Throwable failure) {
        Set<String> complete = complete(programs, check);
        try {
            schedule.setup().drain(whole, complete);
        } catch (RuntimeException e) { // of the code under test
            if (failure == null) {
                check.failed(e);
            }
        }
        try {
            return check.tables(complete);
        } catch (RuntimeException e) { // of the code under test
            check.failed(e);
            return check.found();
        }
    }

    boolean ok() {
        return violations.isEmpty();
    }
}
