package io.millrace.systemtests.pipeline;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** kill -9 where the records of a run are in one of its tables, or in none. */
@Tag("process")
@Tag("slow")
@OnRunningSystem
class KilledBatchWriterTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final RunningSystem system;

    KilledBatchWriterTest(RunningSystem system) {
        this.system = system;
    }

    @Test
    void killedBeforeTheCommitOfTheBronzeTableItAppendsEveryRecordOnce() throws Exception {
        // given records that stream-service has merged
        TestStream stream = system.newStream("killed-bronze");
        stream.send(TestEvent.numbered(0, 50));
        stream.awaitMerged();
        runBatch();
        Map<Integer, Long> before = stream.ends();
        stream.assertBronze(before);
        stream.send(TestEvent.numbered(50, 100));
        stream.awaitMerged();
        // when
        killAtCommit(stream.name().bronzeTable());
        // then
        stream.assertBronze(before);
        runBatch();
        stream.assertBronze(stream.ends());
        stream.assertExactly(TestEvent.numbered(0, 100));
    }

    @Test
    void killedBetweenTheCommitsOfItsTablesItMergesAndAppendsEveryRecordOnce() throws Exception {
        // given records that stream-service has not merged
        TestStream stream = system.newStream("killed-between");
        stream.send(TestEvent.numbered(0, 50));
        stream.awaitMerged();
        system.stream().kill();
        stream.send(TestEvent.numbered(50, 100));
        // when the bronze table has them and the table has not
        killAtCommit(stream.name().value());
        stream.assertBronze(stream.ends());
        stream.assertExactly(TestEvent.numbered(0, 50));
        // then
        runBatch();
        system.restartStream();
        stream.send(TestEvent.numbered(100, 120));
        stream.awaitMerged();
        runBatch();
        stream.assertBronze(stream.ends());
        stream.assertExactly(TestEvent.numbered(0, 120));
    }

    private void killAtCommit(String table) throws Exception {
        try (FaultInjection faults = system.batchFaults()) {
            faults.arm(InjectedFault.HOLD_BEFORE_COMMIT, table);
            WriterProcess batch = system.startBatchOnce(faults);
            try (var held = faults.awaitHit(InjectedFault.HOLD_BEFORE_COMMIT, batch.service().process())) {
                batch.kill();
            }
        }
    }

    private void runBatch() throws Exception {
        try (FaultInjection faults = system.batchFaults()) {
            WriterProcess batch = system.startBatchOnce(faults);
            await("batch-service ends its run").atMost(SOON).until(() -> !batch.service().process().isAlive());
        }
    }
}
