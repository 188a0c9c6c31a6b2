package io.millrace.bench.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.millrace.bench.chaos.fault.ProcessRole;
import io.millrace.bench.chaos.fault.Victim;
import io.millrace.bench.chaos.history.Discrepancies;
import io.millrace.bench.chaos.history.Discrepancy;
import io.millrace.devstack.ChildProcess;
import io.millrace.devstack.ChildSpec;
import io.millrace.launcher.local.LauncherException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a watch must not take for a system that is well: each test has one part that does nothing, while all others work. */
@Tag("process")
class RecoveryWatchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final Discrepancies found = new Discrepancies();
    private final List<String> deaf = new ArrayList<>();
    private final Map<String, Double> handled = new HashMap<>();
    private final Known backlog = new Known();
    private Victim writer;
    private RecoveryWatch watch;
    private String script = "exec sleep 60";
    private boolean ready = true;
    private boolean asksForRestart;

    @BeforeEach
    void aSystemThatWorks(@TempDir Path folder) {
        writer = new Victim("stream-1", ProcessRole.STREAM, folder.resolve("local"),
                () -> new Victim.Started(ChildProcess.start(new ChildSpec("stream-1",
                        List.of("/bin/sh", "-c", script), folder, Map.of(), List.of(), folder.resolve("log"),
                        line -> {})),
                        () -> ready, () -> asksForRestart));
        writer.start();
        handled.put("stream-1", 7.0);
        watch = new RecoveryWatch(List.of(writer), backlog, new Activity() {
            @Override
            public List<String> notAccepting(long nanos) {
                return List.copyOf(deaf);
            }

            @Override
            public Map<String, Double> handled() {
                return Map.copyOf(handled);
            }
        }, found, LONGEST_PAUSE);
    }

    @AfterEach
    void end() {
        writer.close();
    }

    @Test
    void aSystemThatWorksHasRecovered() throws InterruptedException {
        assertTrue(watch.recover(PATIENCE).isPresent());
        handled.put("stream-1", 8.0);
        assertEquals("", watch.atWork(PATIENCE));
        assertEquals(1, backlog.lettersEnd, "it waits for those letters that were there in the beginning");
        watch.stayFresh(soon(), PATIENCE);

        assertTrue(found.isEmpty(), () -> found.named().toString());
        assertTrue(watch.worstPause().compareTo(PATIENCE) < 0);
    }

    @Test
    void aSystemThatAcceptsNothingHasNotRecoveredThoughNothingIsBehind() throws InterruptedException {
        deaf.add("gateway-2");

        assertEquals(Optional.empty(), watch.recover(PATIENCE));
        assertEquals("no event is accepted by gateway-2", watch.obstacles());
    }

    @Test
    void whatWasAcceptedAfterTheFaultMustBeMerged() throws InterruptedException {
        backlog.end = 5;

        assertEquals(Optional.empty(), watch.recover(PATIENCE));
        assertEquals("records in Kafka are not merged", watch.obstacles());
    }

    @Test
    void aProcessThatIsNotReadyHasNotRecovered() throws InterruptedException {
        ready = false;

        assertEquals(Optional.empty(), watch.recover(PATIENCE));
        assertEquals("not ready: stream-1", watch.obstacles());
    }

    @Test
    void aWriterThatMergesNothingIsFoundThoughTheTableIsFresh() throws InterruptedException {
        assertTrue(watch.recover(PATIENCE).isPresent());
        assertEquals("nothing is merged by stream-1", watch.atWork(PATIENCE));

        handled.clear();
        assertEquals("nothing is merged by stream-1", watch.atWork(PATIENCE));
    }

    @Test
    void batchServiceThatStandsStillIsFoundThoughTheTableIsFresh() throws InterruptedException {
        backlog.collected = false;
        assertTrue(watch.recover(PATIENCE).isPresent());
        handled.put("stream-1", 8.0);

        assertEquals("the bronze table or the letters are behind", watch.atWork(PATIENCE));
    }

    @Test
    void aPauseWithoutAFaultIsFound() throws InterruptedException {
        backlog.end = 5;
        watch.stayFresh(soon(), LONGEST_PAUSE.plusSeconds(1));

        assertEquals(1, found.count(Discrepancy.PAUSE), () -> found.named().toString());
        assertTrue(watch.worstPause().compareTo(LONGEST_PAUSE) > 0);
    }

    @Test
    void aProcessThatIsNotReadyWithoutAFaultIsFoundThoughTheOthersMergeItsRecords() throws InterruptedException {
        ready = false;
        watch.stayFresh(soon(), LONGEST_PAUSE.plusSeconds(1));

        assertEquals(1, found.count(Discrepancy.PAUSE), () -> found.named().toString());
    }

    @Test
    void aPauseInWhichKafkaDoesNotAnswerCounts() throws InterruptedException {
        backlog.away = true;
        watch.stayFresh(soon(), PATIENCE);

        assertTrue(watch.worstPause().compareTo(PATIENCE) >= 0);
    }

    @Test
    void aProcessThatEndedByItselfIsFoundAndStartedAgain() throws InterruptedException {
        writer.process().kill();

        assertTrue(watch.recover(PATIENCE).isPresent());
        assertEquals(1, found.count(Discrepancy.ENDED_BY_ITSELF));
        assertTrue(writer.process().isAlive());
    }

    @Test
    void aProcessThatAsksForARestartWithoutAReasonIsFound() throws InterruptedException {
        asksForRestart = true;

        assertTrue(watch.recover(PATIENCE).isPresent());
        assertEquals(1, found.count(Discrepancy.ENDED_BY_ITSELF));
    }

    @Test
    void withoutLoadOnlyTheBacklogCounts() throws InterruptedException {
        deaf.add("gateway-1");
        assertTrue(watch.drain(PATIENCE));

        backlog.end = 5;
        assertFalse(watch.drain(PATIENCE));
    }

    @Test
    void aPauseWhileAWriterBeginsToWorkIsFound() throws InterruptedException {
        assertTrue(watch.recover(PATIENCE).isPresent());
        backlog.end = 5;
        watch.atWork(LONGEST_PAUSE.plusSeconds(1));

        assertEquals(1, found.count(Discrepancy.PAUSE), () -> found.named().toString());
    }

    private static long soon() {
        return System.nanoTime() + 500_000_000L;
    }

    /** A topic of one partition whose records below 3 are merged. */
    private static final class Known implements Backlog {
        private long end = 3;
        private boolean collected = true;
        private boolean away;
        private long lettersEnd;

        @Override
        public Map<Integer, Long> ends() {
            if (away) {
                throw new LauncherException("away", new IllegalStateException());
            }
            return Map.of(0, end);
        }

        @Override
        public boolean isMerged(Map<Integer, Long> ends) {
            return ends.getOrDefault(0, 0L) <= 3;
        }

        /** Letters go on coming. */
        @Override
        public Map<Integer, Long> letterEnds() {
            lettersEnd++;
            return Map.of(0, lettersEnd);
        }

        @Override
        public boolean isCollected(Map<Integer, Long> ends, Map<Integer, Long> letterEnds) {
            return collected && letterEnds.getOrDefault(0, 0L) <= 1;
        }
    }
}
