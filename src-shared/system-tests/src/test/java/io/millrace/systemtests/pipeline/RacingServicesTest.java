package io.millrace.systemtests.pipeline;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("process")
@Tag("slow")
@OnRunningSystem
class RacingServicesTest {
    private final RunningSystem system;

    RacingServicesTest(RunningSystem system) {
        this.system = system;
    }

    @Test
    void theBatchWriterLosesAndPutsNoKeyTwice() throws Exception {
        // given
        TestStream stream = system.newStream("race-won-by-stream");
        stream.send(TestEvent.numbered(0, 10));
        stream.awaitMerged();
        // when the loser also has the contested keys from a second delivery, which no watermark cuts
        List<TestEvent> contested = TestEvent.numbered(10, 60);
        WriterProcess batch = new WriterRace(system, stream).run(contested, contested);
        stream.awaitMerged();
        // then
        assertEquals(OptionalInt.of(0), batch.service().process().exitCode());
        assertFalse(batch.linesWith("Stream " + stream.name() + ": Merged").stream()
                .filter(line -> line.contains("attempts=2")).toList().isEmpty(),
                () -> "a lost attempt: " + batch.lines());
        stream.assertExactly(TestEvent.numbered(0, 60));
    }

    @Test
    void theStreamWriterLosesAndPutsNoKeyTwice() throws Exception {
        // given
        TestStream stream = system.newStream("race-won-by-batch");
        stream.send(TestEvent.numbered(0, 10));
        stream.awaitMerged();
        // when
        WriterProcess loser = system.stream();
        loser.faults().arm(InjectedFault.HOLD_BEFORE_COMMIT, stream.name());
        stream.send(TestEvent.numbered(10, 60));
        try (FaultInjection.Held planned = loser.awaitHit(InjectedFault.HOLD_BEFORE_COMMIT)) {
            WriterProcess winner = system.startBatchOnce(system.batchFaults());
            winner.service().process().onExit().join();
            assertEquals(OptionalInt.of(0), winner.service().process().exitCode());
        }
        stream.awaitMerged();
        // then what the stream writer had planned was cut
        await("cut rows in the metrics of stream-service").atMost(Duration.ofSeconds(20))
                .until(() -> loser
                        .metric("millrace_merge_rows_total", "stream=\"" + stream.name() + "\"", "outcome=\"cut\"")
                        .orElse(0.0) > 0);
        stream.assertExactly(TestEvent.numbered(0, 60));
    }
}
