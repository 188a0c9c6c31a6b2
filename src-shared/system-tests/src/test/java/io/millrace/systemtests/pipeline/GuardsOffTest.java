package io.millrace.systemtests.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;

import org.junit.jupiter.api.Test;

/** Takes one guard after the other away and shows that rows are then there twice: the other tests depend on each. */
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
        stream.send(Event.numbered(0, 20));
        stream.awaitMerged();
        // when
        Faults faults = system.stream().faults();
        faults.arm(Fault.NO_KEY_CHECK);
        try {
            stream.send(Event.numbered(0, 20));
            stream.awaitMerged();
        } finally {
            faults.disarm(Fault.NO_KEY_CHECK);
        }
        // then
        system.stream().assertHas(Fault.NO_KEY_CHECK);
        assertEquals(40, stream.rows().size());
    }

    @Test
    void withoutTheConflictCheckTheLoserOfARacePutsEveryKeyTwice() throws Exception {
        // given
        TestStream stream = system.newStream("no-conflict-check");
        stream.send(Event.numbered(0, 10));
        stream.awaitMerged();
        // when
        Writer loser = new Race(system, stream).run(Event.numbered(10, 60), List.of(), Fault.NO_CONFLICT_CHECK);
        stream.awaitMerged();
        // then
        loser.assertHas(Fault.NO_CONFLICT_CHECK);
        assertTwice(stream);
    }

    @Test
    void theWatermarkAloneCutsWhatTheWinnerMerged() throws Exception {
        // given
        TestStream stream = system.newStream("watermark-alone");
        stream.send(Event.numbered(0, 10));
        stream.awaitMerged();
        // when
        Writer loser = new Race(system, stream).run(Event.numbered(10, 60), List.of(), Fault.NO_KEY_CHECK);
        stream.awaitMerged();
        // then
        loser.assertHas(Fault.NO_KEY_CHECK);
        stream.assertExactly(Event.numbered(0, 60));
    }

    @Test
    void withoutKeyCheckAndWatermarkWhatTheWinnerMergedIsThereTwice() throws Exception {
        // given
        TestStream stream = system.newStream("no-watermark");
        stream.send(Event.numbered(0, 10));
        stream.awaitMerged();
        // when
        Writer loser = new Race(system, stream).run(Event.numbered(10, 60), List.of(), Fault.NO_KEY_CHECK,
                Fault.NO_WATERMARK);
        stream.awaitMerged();
        // then
        loser.assertHas(Fault.NO_KEY_CHECK);
        loser.assertHas(Fault.NO_WATERMARK);
        assertTwice(stream);
    }

    private static void assertTwice(TestStream stream) {
        List<Event> rows = stream.rows();
        assertEquals(60, new HashSet<>(rows).size(), "different events in the table");
        assertTrue(rows.size() > 60, "rows that are there twice");
    }
}
