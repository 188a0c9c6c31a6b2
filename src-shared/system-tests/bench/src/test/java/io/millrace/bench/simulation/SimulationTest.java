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
import org.junit.jupiter.params.provider.ValueSource;

/** Some schedules of every build; {@code -Dmillrace.schedules} sets their number. */
@Tag("slow")
class SimulationTest {
    private static final int SCHEDULES = Integer.getInteger("millrace.schedules", 2_000);
    private static final long LIMIT = TimeUnit.MINUTES.toNanos(20);
    // Kept in a field: a logger without a reference loses its level.
    private static final Logger ROOT = Logger.getLogger("");

    @BeforeAll
    static void simulatedFailuresAreNotLogged() {
        ROOT.setLevel(Level.OFF);
    }

    @Test
    void withAllGuardsNoScheduleBreaksAnInvariant() {
        SimulationReport report = new Simulation(1, SCHEDULES, LIMIT, Set.of()).run(line -> {});

        assertTrue(report.ok(), () -> String.join("\n", report.named()));
        assertEquals(SCHEDULES, report.schedules());
        assertTrue(report.faults() > SCHEDULES / 10, "so few faults prove little: " + report.faults());
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

    /** Seeds of schedules that broke an invariant once. */
    @ParameterizedTest
    @ValueSource(longs = 428)
    void whatWasFoundStaysMended(long seed) {
        ScheduleRun run = ScheduleRun.of(Selection.of(seed, Set.of()), false);

        assertTrue(run.ok(), () -> seed + ": " + run.violations());
    }

    @ParameterizedTest
    @CsvSource({"watermark,lost", "conflict-check,twice", "key-check,twice", "put-if-absent,lost",
            "dead-letter-block,letters", "commit-result,lost", "vacuum-retention,file-gone"})
    void withoutAGuardTheInvariantIsNamed(String label, String invariant) {
        SimulationReport report = new Simulation(1, 20_000, LIMIT, Set.of(Guard.of(label).orElseThrow()))
                .run(line -> {});

        assertEquals(invariant, report.json().path("invariant").asText());
    }
}
