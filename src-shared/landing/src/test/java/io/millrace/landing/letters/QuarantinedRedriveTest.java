package io.millrace.landing.letters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events that the gateway quarantined, when they are redriven. */
class QuarantinedRedriveTest {
    private static final String ID = LetterWorld.LETTERS + "/0/0";

    @TempDir
    private Path folder;

    /** The event has a field of the second version of the contract. */
    private static LetterWorld quarantined(Path where) {
        LetterWorld world = new LetterWorld(where);
        world.send(LetterWorld.event(LetterWorld.FIRST, "fine"));
        world.quarantine("{\"pk\": \"q\", \"event_id\": \"eq\", \"event_time\": 5, \"note\": \"new\"}");
        world.process().runBatch();
        return world;
    }

    private static Map<String, Map<String, Long>> preview(LetterWorld world) {
        try (var letters = world.readLetters()) {
            return new RedrivePreview(world.contracts(), Optional.empty(), Clock.systemUTC(), 1 << 20).run(letters,
                    LetterFilter.ALL);
        }
    }

    @Test
    void anEventIsLeftWhileItDoesNotMatchTheContractAndMergedWhenItDoes() {
        LetterWorld world = quarantined(folder);
        assertEquals(Map.of("contract-violation", Map.of("invalid", 1L)), preview(world));
        assertEquals(new Redrive.Counts(0, Map.of(RedriveObstacle.INVALID, 1L), false),
                world.process().redrive(Optional.empty()));
        assertEquals(Map.of("", ID + " open 0"), world.states());

        world.registerSecond();
        assertEquals(Map.of("contract-violation", Map.of("merged", 1L)), preview(world));
        assertEquals(new Redrive.Counts(1, Map.of(), false), world.process().redrive(Optional.empty()));
        world.process().runBatch();

        assertEquals(Map.of("", ID + " resolved 1"), world.states());
        assertEquals(List.of("fine/efine", "q/eq"), world.rows());
        assertEquals(1, world.notes().stream().filter("new"::equals).count());
    }

    @Test
    void aRedriveThatIsKilledAtAnyCallAndRepeatedEndsAsWithoutTheKill() throws IOException {
        KilledCalls.assertSameResultWhereverKilled(folder, 4, QuarantinedRedriveTest::play);
    }

    private static List<String> play(Path where, KilledCalls calls) throws IOException {
        Files.createDirectories(where);
        LetterWorld world = quarantined(where);
        world.registerSecond();
        LetterWorld.Process process = world.new Process(calls);
        untilDone(() -> process.redrive(Optional.empty()), calls);
        untilDone(process::runBatch, calls);
        assertEquals(Map.of("", ID + " resolved 1"), world.states());
        return world.rows();
    }

    private static void untilDone(Runnable step, KilledCalls calls) {
        try {
            step.run();
        } catch (RuntimeException e) {
            assertTrue(calls.isOver(), () -> "not killed: " + e);
            step.run(); // only one call is fatal
        }
    }
}
