package io.millrace.systemtests.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** kill -9 at the two points where something is done and something is not. */
@Tag("process")
@Tag("slow")
@OnRunningSystem
class KilledStreamWriterTest {
    private static final String GROUP = "millrace-stream";

    private final RunningSystem system;

    KilledStreamWriterTest(RunningSystem system) {
        this.system = system;
    }

    @Test
    void killedBetweenDataFilesAndCommitItMergesEveryEventOnce() throws Exception {
        // given
        TestStream stream = system.newStream("killed-before-commit");
        stream.send(TestEvent.numbered(0, 50));
        stream.awaitMerged();
        long version = stream.table().version();
        // when
        WriterProcess writer = system.stream();
        writer.faults().arm(InjectedFault.HOLD_BEFORE_COMMIT, stream.name());
        stream.send(TestEvent.numbered(50, 100));
        try (var held = writer.awaitHit(InjectedFault.HOLD_BEFORE_COMMIT)) {
            writer.kill();
        }
        // then its data files are there, in no version of the table
        assertFalse(stream.table().orphans().isEmpty(), "data files that are not in the log");
        assertEquals(version, stream.table().version());
        // when
        system.restartStream();
        stream.send(TestEvent.numbered(100, 150));
        stream.awaitMerged();
        // then
        stream.assertExactly(TestEvent.numbered(0, 150));
    }

    @Test
    void killedBetweenCommitAndOffsetsItResumesFromTheTable() throws Exception {
        // given
        TestStream stream = system.newStream("killed-before-offsets");
        stream.send(TestEvent.numbered(0, 50));
        stream.awaitMerged();
        // when
        WriterProcess writer = system.stream();
        writer.faults().arm(InjectedFault.HOLD_BEFORE_OFFSETS, stream.name());
        stream.send(TestEvent.numbered(50, 100));
        try (var held = writer.awaitHit(InjectedFault.HOLD_BEFORE_OFFSETS)) {
            writer.kill();
        }
        // then the table is ahead of the offsets committed to Kafka
        Map<Integer, Long> inTable = stream.watermarks();
        assertNotEquals(inTable, stream.committedBy(GROUP));
        // when
        WriterProcess restarted = system.restartStream();
        stream.send(TestEvent.numbered(100, 150));
        stream.awaitMerged();
        // then
        inTable.forEach((partition, offset) -> {
            String line = "Reading " + stream.name() + "-" + partition + " from offset " + offset;
            assertTrue(restarted.lines().stream().anyMatch(l -> l.endsWith(line)), line);
        });
        stream.assertExactly(TestEvent.numbered(0, 150));
    }
}
