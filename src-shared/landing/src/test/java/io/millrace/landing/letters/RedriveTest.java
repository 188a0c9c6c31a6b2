package io.millrace.landing.letters;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.millrace.table.SourcePartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of letters whose records are sent again. */
@Tag("slow")
class RedriveTest {
    private static final int EVENTS = 6;
    private static final int NO_EVENTS = 3;

    @TempDir
    private Path folder;

    /** Two versions' events, those of the second not known yet, and records that are never events. */
    private LetterWorld refused(Path where) {
        LetterWorld world = new LetterWorld(where);
        world.send(LetterWorld.event(LetterWorld.FIRST, "fine"));
        for (int i = 0; i < EVENTS; i++) {
            world.send(LetterWorld.event(LetterWorld.SECOND, "later" + i));
        }
        for (int i = 0; i < NO_EVENTS; i++) {
            world.send(LetterWorld.noEvent("never" + i));
        }
        world.process().runBatch();
        return world;
    }

    private static Map<String, String> expected(String ofEvents, String ofNoEvents) {
        Map<String, String> states = new TreeMap<>();
        for (int i = 0; i < EVENTS; i++) {
            states.put("later" + i, LetterWorld.TOPIC + "/0/" + (1 + i) + " " + ofEvents);
        }
        for (int i = 0; i < NO_EVENTS; i++) {
            states.put("never" + i, LetterWorld.TOPIC + "/0/" + (1 + EVENTS + i) + " " + ofNoEvents);
        }
        return states;
    }

    @Test
    void aLetterGoesFromOpenToResolvedOrAfterTheMostAttemptsToParked() {
        LetterWorld world = refused(folder);
        assertEquals(expected("open 0", "open 0"), world.states());
        world.registerSecond();

        assertEquals(new Redrive.Counts(EVENTS + NO_EVENTS, Map.of(), false),
                world.process().redrive(Optional.empty()));
        assertEquals(expected("redriven 1", "redriven 1"), world.states());
        world.process().runBatch();
        assertEquals(expected("resolved 1", "open 1"), world.states());
        world.process().redrive(Optional.empty());
        world.process().runBatch();

        assertEquals(expected("resolved 1", "parked 2"), world.states());
        assertEquals(1 + EVENTS, world.rows().size());
        assertEquals(new Redrive.Counts(0, Map.of(), false), world.process().redrive(Optional.empty()));
    }

    @Test
    void theRecordIsSentAgainByteForByteAndTheLetterRemembersWhenItWasFirstSeen() {
        LetterWorld world = refused(folder);
        var first = world.topic("visits").get(1);
        Letter before = world.letter("never2");

        world.process().redrive(Optional.empty());
        world.process().runBatch();

        var again = world.topic("visits").get(1 + EVENTS + NO_EVENTS);
        assertArrayEquals(first.key(), again.key());
        assertArrayEquals(first.value(), again.value());
        assertEquals(List.of("ingest_ts", "dlq_letter_id", "dlq_attempts", "dlq_first_seen", "dlq_digest"),
                Stream.of(again.headers().toArray()).map(header -> header.key()).toList());
        Letter after = world.letter("never2");
        assertEquals(before.firstSeenMicros(), after.firstSeenMicros());
        assertTrue(after.lastSeenMicros() > before.lastSeenMicros());
        assertEquals(before.record().headers(), after.record().headers());
    }

    @Test
    void aRecordIsSupersededOnceItWasRedriven() {
        LetterWorld world = refused(folder);
        assertEquals(List.of(), superseded(world));
        world.registerSecond();

        world.process().redrive(Optional.empty());
        world.process().runBatch();
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L), superseded(world));
        world.process().redrive(Optional.empty());
        world.process().runBatch();

        // The records that are no events were sent again at 16 to 18, and again after these.
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 16L, 17L, 18L), superseded(world));
        assertFalse(RedrivenLetters.of(world.readLetters()).supersede("another topic", world.topic("visits").get(1)));
    }

    private static List<Long> superseded(LetterWorld world) {
        try (var reader = world.readLetters()) {
            RedrivenLetters letters = RedrivenLetters.of(reader);
            return world.topic("visits").stream().filter(record -> letters.supersede(LetterWorld.TOPIC, record))
                    .map(record -> record.offset()).toList();
        }
    }

    @Test
    void idsThatNoLetterHasAreNamed() {
        LetterWorld world = refused(folder);
        String known = LetterWorld.TOPIC + "/0/1";
        LetterFilter filter = new LetterFilter(Set.of("nope", known, "another"), Set.of(), Set.of(), Set.of(),
                Optional.empty(), Optional.empty());

        try (var letters = world.readLetters()) {
            assertEquals(List.of("another", "nope"), LetterRows.unknown(letters, filter));
            assertEquals(List.of(), LetterRows.unknown(letters, LetterFilter.ALL));
        }
    }

    @Test
    void aParkedLetterIsRedrivenWhenItIsAskedFor() {
        LetterWorld world = refused(folder);
        for (int i = 0; i < LetterWorld.MAX_ATTEMPTS; i++) {
            world.process().redrive(Optional.empty());
            world.process().runBatch();
        }
        assertEquals(expected("parked 2", "parked 2"), world.states());
        world.registerSecond();

        world.process().redrive(Optional.empty(), LetterFilter.ALL.in(LetterState.PARKED));
        world.process().runBatch();

        assertEquals(expected("resolved 3", "parked 3"), world.states());
    }

    @Test
    void aLetterIsNotResolvedBeforeItsRecordIsBelowTheWatermark() {
        LetterWorld world = refused(folder);
        world.registerSecond();
        world.process().redrive(Optional.empty());

        // The watermark is still that of the first run.
        try (var reader = world.readLetters(); var table = world.process().openLetters()) {
            var watermarks = Map.of(new SourcePartition(LetterWorld.TOPIC, 0).applicationId(),
                    (long) (1 + EVENTS + NO_EVENTS));
            assertEquals(0, new LetterResolution(LetterWorld.VISITS, watermarks).run(reader, table).resolved());
        }
        assertEquals(expected("redriven 1", "redriven 1"), world.states());
    }

    /** Whatever call a redrive or a run is killed at, repeating it ends as without the kill. */
    @Test
    void aRedriveThatIsKilledAtAnyCallAndRepeatedEndsAsWithoutTheKill() throws IOException {
        KilledCalls.assertSameResultWhereverKilled(folder, 20, this::play);
    }

    private List<String> play(Path where, KilledCalls calls) throws IOException {
        Files.createDirectories(where);
        LetterWorld world = refused(where);
        world.registerSecond();
        LetterWorld.Process process = world.new Process(calls);
        for (int i = 0; i < LetterWorld.MAX_ATTEMPTS; i++) {
            untilDone(() -> process.redrive(Optional.empty()), calls);
            untilDone(process::runBatch, calls);
        }
        assertEquals(expected("resolved 1", "parked 2"), world.states());
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

    @Test
    void aFailedWriteOfALetterLeavesTheRedrivenLetterAsItIs() {
        LetterWorld world = refused(folder);
        world.process().redrive(Optional.empty());
        LetterWorld.Process failing = world.new Process(new KilledCalls(0, false));

        assertThrows(RuntimeException.class, failing::runBatch);

        assertEquals(expected("redriven 1", "redriven 1"), world.states());
        world.process().runBatch();
        assertEquals(expected("open 1", "open 1"), world.states());
    }

    @Test
    void aRedriveThatIsCancelledLeavesTheOtherLetters() {
        LetterWorld world = refused(folder);
        int[] asked = {0};

        try (var letters = world.readLetters(); var table = world.process().openLetters()) {
            Redrive.Counts counts = new Redrive(LetterWorld.VISITS, LetterWorld.TOPIC, world.process().openProducer(),
                    table, new RedriveRecords(world.contracts(), Optional.empty(), Clock.systemUTC()),
                    new Pace(Pace.UNLIMITED, System::nanoTime)).run(letters,
                            LetterFilter.ALL.in(LetterState.OPEN), () -> ++asked[0] > 4);
            assertEquals(new Redrive.Counts(4, Map.of(), true), counts);
        }
        assertEquals(4, world.letters().values().stream()
                .filter(letter -> letter.state() == LetterState.REDRIVEN).count());
    }

    @Test
    void aDryRunSaysWhatWouldBecomeOfTheLetters() {
        LetterWorld world = refused(folder);
        assertEquals(Map.of("undecodable", Map.of("undecodable", 3L), "unknown-contract",
                Map.of("unknown-contract", 6L)), preview(world, Optional.empty()));
        world.registerSecond();

        assertEquals(Map.of("undecodable", Map.of("undecodable", 3L), "unknown-contract", Map.of("merged", 6L)),
                preview(world, Optional.empty()));
        assertEquals(Map.of("undecodable", Map.of("patch-refused", 3L), "unknown-contract", Map.of("merged", 6L)),
                preview(world, Optional.of(new LetterPatch(world.contracts(), "{\"note\": \"late\"}"))));
        assertEquals(expected("open 0", "open 0"), world.states());
    }

    private static Map<String, Map<String, Long>> preview(LetterWorld world, Optional<LetterPatch> patch) {
        try (var letters = world.readLetters()) {
            return new RedrivePreview(world.contracts(), patch, Clock.systemUTC(), 1 << 20).run(letters,
                    LetterFilter.ALL);
        }
    }

    @Test
    void aPatchedEventIsMerged() {
        LetterWorld world = refused(folder);
        world.registerSecond();

        Redrive.Counts counts = world.process()
                .redrive(Optional.of(new LetterPatch(world.contracts(), "{\"note\": \"late\"}")));
        world.process().runBatch();

        assertEquals(new Redrive.Counts(EVENTS, Map.of(RedriveObstacle.PATCH_REFUSED, (long) NO_EVENTS), false),
                counts);
        assertEquals(expected("resolved 1", "open 0"), world.states());
        assertEquals(EVENTS, world.notes().stream().filter("late"::equals).count());
    }
}
