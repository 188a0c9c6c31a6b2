package io.millrace.bench.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.millrace.bench.simulation.table.Guard;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Guards off, and how schedules are repeated and made smaller. */
@Tag("slow")
class SimulationTest {
    private static final long LIMIT = TimeUnit.MINUTES.toNanos(20);
    // Kept in a field: a logger without a reference loses its level.
    private static final Logger ROOT = Logger.getLogger("");

    @BeforeAll
    static void simulatedFailuresAreNotLogged() {
        ROOT.setLevel(Level.OFF);
    }

    @Test
    void equalSeedsGiveEqualRuns() {
        for (long seed = 1; seed <= 60; seed++) {
            ScheduleRun one = ScheduleRun.of(Selection.of(seed, Set.of()), true);
            ScheduleRun other = ScheduleRun.of(Selection.of(seed, Set.of()), true);

            assertEquals(one.trace(), other.trace());
            assertEquals(one.traceHash(), other.traceHash());
            assertEquals(one.stateHash(), other.stateHash());
        }
    }

    /** Each within a minute; the seed is near the first one that finds it, so that a build takes less. */
    @ParameterizedTest
    @CsvSource({"watermark,1,watermark", "conflict-check,1,twice", "key-check,1,twice", "put-if-absent,1,lost",
            "dead-letter-block,900,letters", "commit-result,1,lost", "vacuum-retention,1,file-gone"})
    void withoutAGuardTheInvariantIsNamed(String label, long seed, String invariant) {
        SimulationReport report = new Simulation(seed, 3_000, LIMIT, Set.of(Guard.of(label).orElseThrow()))
                .run(line -> {});

        SimulationReport.Failed failed = report.failed().orElseThrow();
        assertEquals(invariant, failed.invariant().label(), () -> String.join("\n", report.named()));
        assertTrue(failed.run().violations().stream().anyMatch(found -> found.invariant() == failed.invariant()));
        assertTrue(failed.command().contains("--without " + label), failed::command);
    }

    @Test
    void aFailingScheduleIsMadeSmaller() {
        Set<Guard> off = Set.of(Guard.CONFLICT_CHECK);
        SimulationReport.Failed failed = new Simulation(1, 3_000, LIMIT, off).run(line -> {}).failed().orElseThrow();
        ScheduleRun whole = ScheduleRun.of(Selection.of(failed.schedule().setup().seed(), off), false);

        assertTrue(failed.run().calls() <= whole.calls(), failed.run().calls() + " of " + whole.calls());
        assertTrue(failed.run().made().size() <= 3, () -> "one writer overtakes another: " + failed.run().made());
    }
}
