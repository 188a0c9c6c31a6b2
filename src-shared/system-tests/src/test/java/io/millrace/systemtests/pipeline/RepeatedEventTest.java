package io.millrace.systemtests.pipeline;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("process")
@OnRunningSystem
class RepeatedEventTest {
    private static final long FORTY_DAYS_MICROS = 40L * 86_400 * 1_000_000;

    private final RunningSystem system;

    RepeatedEventTest(RunningSystem system) {
        this.system = system;
    }

    @Test
    void sentAgainWithAnotherTimeAndRegionItIsOneRow() {
        // given
        TestStream stream = system.newStream("repeated");
        List<TestEvent> first = TestEvent.numbered(0, 10);
        stream.send(first);
        stream.awaitMerged();
        // when, once after it is in the table and twice in one micro-batch
        List<TestEvent> again = first.stream()
                .map(e -> e.at(e.eventTimeMicros() + FORTY_DAYS_MICROS, e.region().equals("eu") ? "us" : "eu"))
                .toList();
        stream.send(again);
        TestEvent other = new TestEvent("other", "e", first.getFirst().eventTimeMicros(), "eu");
        stream.send(List.of(other));
        stream.send(List.of(other.at(other.eventTimeMicros() - FORTY_DAYS_MICROS, "us")));
        stream.awaitMerged();
        // then the first delivery is the row
        List<TestEvent> expected = new ArrayList<>(first);
        expected.add(other);
        stream.assertExactly(expected);
    }
}
