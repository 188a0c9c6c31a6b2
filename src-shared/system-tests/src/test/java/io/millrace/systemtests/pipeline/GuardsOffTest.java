package io.millrace.systemtests.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Switches off one guard after the other and shows that rows are then duplicated: the other tests depend on each. */
@Tag("process")
@Tag("slow")
@OnRunningSystem
class GuardsOffTest {
    private final RunningSystem system;

    GuardsOffTest(RunningSystem system) {
        this.system = system;
    }

    @Test
    void withoutTheKeyCheckARepeatedEventIsASecondRow() {
        // given
        TestStream stream = system.newStream("no-key-check");
        stream.send(TestEvent.numbered(0, 20));
        stream.awaitMerged();
        // when
        FaultInjection faults = system.stream().faults();
        faults.arm(InjectedFault.NO_KEY_CHECK);
        try {
            stream.send(TestEvent.numbered(0, 20));
            stream.awaitMerged();
        } finally {
            faults.disarm(InjectedFault.NO_KEY_CHECK);
        }
        // then
        system.stream().assertHas(InjectedFault.NO_KEY_CHECK);
        assertEquals(40, stream.rows().size());
        system.end(stream);
    }

    @Test
    void withoutTheConflictCheckTheLoserOfARacePutsEveryKeyTwice() throws Exception {
        // given
        TestStream stream = system.newStream("no-conflict-check");
        stream.send(TestEvent.numbered(0, 10));
        stream.awaitMerged();
        // when
        WriterProcess loser = new WriterRace(system, stream).run(TestEvent.numbered(10, 60), List.of(),
                InjectedFault.NO_CONFLICT_CHECK);
        stream.awaitMerged();
        // then
        loser.assertHas(InjectedFault.NO_CONFLICT_CHECK);
        assertTwice(stream);
        system.end(stream);
    }

    @Test
    void theWatermarkAloneCutsWhatTheWinnerMerged() throws Exception {
        // given
        TestStream stream = system.newStream("watermark-alone");
        stream.send(TestEvent.numbered(0, 10));
        stream.awaitMerged();
        // when
        WriterProcess loser = new WriterRace(system, stream).run(TestEvent.numbered(10, 60), List.of(),
                InjectedFault.NO_KEY_CHECK);
        stream.awaitMerged();
        // then
        loser.assertHas(InjectedFault.NO_KEY_CHECK);
        stream.assertExactly(TestEvent.numbered(0, 60));
    }

    @Test
    void withoutKeyCheckAndWatermarkWhatTheWinnerMergedIsThereTwice() throws Exception {
        // given
        TestStream stream = system.newStream("no-watermark");
        stream.send(TestEvent.numbered(0, 10));
        stream.awaitMerged();
        // when
        WriterProcess loser = new WriterRace(system, stream).run(TestEvent.numbered(10, 60), List.of(),
                InjectedFault.NO_KEY_CHECK,
                InjectedFault.NO_WATERMARK);
        stream.awaitMerged();
        // then
        loser.assertHas(InjectedFault.NO_KEY_CHECK);
        loser.assertHas(InjectedFault.NO_WATERMARK);
        assertTwice(stream);
        assertTrue(stream.booksDifference() < 0, "the books count some offsets twice");
        system.end(stream);
    }

    private static void assertTwice(TestStream stream) {
        List<TestEvent> rows = stream.rows();
        assertEquals(60, new HashSet<>(rows).size(), "different events in the table");
        assertTrue(rows.size() > 60, "rows that are there twice");
    }
}
