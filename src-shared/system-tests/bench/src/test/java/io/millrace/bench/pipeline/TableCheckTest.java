package io.millrace.bench.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.stream.LongStream;

import io.millrace.bench.orders.OrderEvents;
import io.millrace.bench.run.Progress;
import org.junit.jupiter.api.Test;

class TableCheckTest {
    @Test
    void aTableWithEachEventOnceIsExact() {
        assertEquals(new TableCheck(4, 4, 0), check(0, 1, 2, 3));
        assertEquals(true, check(3, 1, 2, 0).isExact(4, new Progress()));
    }

    @Test
    void anEventThatIsMissingRepeatedOrUnknownIsNoticed() {
        assertEquals(false, check(0, 1, 2).isExact(4, new Progress()));
        assertEquals(false, check(0, 1, 2, 2).isExact(4, new Progress()));
        assertEquals(false, check(0, 1, 2, 3, 3).isExact(4, new Progress()));
        assertEquals(false, check(0, 1, 2, 3, 4).isExact(4, new Progress()));
        assertEquals(new TableCheck(5, 4, 1), check(0, 1, 2, 3, 4));
    }

    private static TableCheck check(long... numbers) {
        return TableCheck.of(sink -> LongStream.of(numbers)
                .forEach(number -> sink.accept(Map.of("event_id", OrderEvents.eventId(number)))), 4);
    }
}
