package io.millrace.systemtests.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.OptionalInt;

import org.junit.jupiter.api.Test;

@OnRunningSystem
class RacingWritersTest {
    private final RunningSystem system;

    RacingWritersTest(RunningSystem system) {
        this.system = system;
    }

    @Test
    void theBatchWriterLosesAndPutsNoKeyTwice() throws Exception {
        // given
        TestStream stream = system.newStream("race-won-by-stream");
        stream.send(Event.numbered(0, 10));
        stream.awaitMerged();
        // when the loser also has the contested keys from a second delivery, which no watermark cuts
        List<Event> contested = Event.numbered(10, 60);
        Writer batch = new Race(system, stream).run(contested, contested);
        stream.awaitMerged();
        // then
        assertEquals(OptionalInt.of(0), batch.service().process().exitCode());
        assertFalse(batch.linesWith("Stream " + stream.name() + ": Committed").stream()
                .filter(line -> line.contains("attempts=2")).toList().isEmpty(),
                () -> "a lost attempt: " + batch.lines());
        stream.assertExactly(Event.numbered(0, 60));
    }

    @Test
    void theStreamWriterLosesAndPutsNoKeyTwice() throws Exception {
        // given
        TestStream stream = system.newStream("race-won-by-batch");
        stream.send(Event.numbered(0, 10));
        stream.awaitMerged();
        // when
        Writer loser = system.stream();
        loser.faults().arm(Fault.HOLD_BEFORE_COMMIT, stream.name());
        stream.send(Event.numbered(10, 60));
        try (Faults.Held planned = loser.awaitHit(Fault.HOLD_BEFORE_COMMIT)) {
            Writer winner = system.startBatchOnce(system.batchFaults());
            winner.service().process().onExit().join();
            assertEquals(OptionalInt.of(0), winner.service().process().exitCode());
        }
        stream.awaitMerged();
        // then what the stream writer had planned was cut
        Eventually.within(java.time.Duration.ofSeconds(20), () -> "cut rows in the metrics of stream-service",
                () -> loser.metric("millrace_merge_rows_total", "stream=\"" + stream.name() + "\"", "outcome=\"cut\"")
                        .orElse(0.0) > 0);
        stream.assertExactly(Event.numbered(0, 60));
    }
}
