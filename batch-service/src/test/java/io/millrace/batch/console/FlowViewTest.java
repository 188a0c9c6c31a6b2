package io.millrace.batch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.millrace.batch.observe.Condition;
import io.millrace.batch.observe.FlowRates;
import io.millrace.batch.observe.Observation;
import io.millrace.batch.observe.StreamObserver.Observed;
import io.millrace.batch.observe.Verdict;
import io.millrace.contracts.schema.StreamName;
import io.millrace.table.Books;
import org.junit.jupiter.api.Test;

/** Numbers of the overview that lack a stream say so: otherwise 0 open letters would be an answer. */
class FlowViewTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Observed KNOWN = new Observed(new StreamName("known"), Duration.ofSeconds(5),
            new Verdict(Condition.FRESH, "", Optional.empty()), new FlowRates(2, 1),
            Optional.of(new Observation(NOW, 10, 7, 3, 0, 0, 0, Optional.empty(), Optional.empty(), Optional.of(1L),
                    Books.NONE, 4)));
    private static final Observed UNKNOWN = new Observed(new StreamName("unknown"), Duration.ofSeconds(5),
            new Verdict(Condition.UNKNOWN, "no answer", Optional.empty()), FlowRates.NONE, Optional.empty());

    private static FlowView of(Observed... streams) {
        return FlowView.of(new Visitor(Optional.empty(), NOW), List.of(streams),
                Stream.of(streams).map(StreamRow::of).toList());
    }

    @Test
    void theSumOfAllStreamsIsTheWhole() {
        FlowView flow = of(KNOWN, KNOWN);

        assertEquals(List.of("4.0/s", "6", "2.0/s", "8", ""),
                List.of(flow.arriving(), flow.waiting(), flow.merging(), flow.letters(), flow.without()));
    }

    @Test
    void aSumWithoutUnknownStreamsSaysHowManyItLacks() {
        FlowView flow = of(KNOWN, UNKNOWN);

        assertEquals(List.of("2.0/s", "3", "1.0/s", "4", "without 1 unknown stream"),
                List.of(flow.arriving(), flow.waiting(), flow.merging(), flow.letters(), flow.without()));
        assertEquals("without 2 unknown streams", of(KNOWN, UNKNOWN, UNKNOWN).without());
    }

    @Test
    void withoutAnyKnownStreamThereIsADash() {
        FlowView flow = of(UNKNOWN);

        assertEquals(List.of("–", "–", "–", "–", ""),
                List.of(flow.arriving(), flow.waiting(), flow.merging(), flow.letters(), flow.without()));
        assertFalse(flow.at().isEmpty());
    }
}
