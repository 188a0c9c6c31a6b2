package io.millrace.bench.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalDouble;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.bench.chaos.history.Certainty;
import io.millrace.bench.chaos.history.ChaosEvent;
import io.millrace.bench.chaos.history.Discrepancies;
import io.millrace.bench.chaos.history.RowsCheck;
import io.millrace.bench.chaos.history.SentEvents;
import io.millrace.table.mergerule.EventKey;
import org.junit.jupiter.api.Test;

class ChaosReportTest {
    private final SentEvents sent = new SentEvents();

    @Test
    void aRunThatShowsNothingSaysWhy() {
        sent.record(List.of(event()), Certainty.IN_DOUBT);

        assertEquals(List.of("no fault was done", "no event was acknowledged", "no row was checked",
                "no letter was checked"), report(0, 0, 0).lacks());
    }

    @Test
    void aRunWithFaultsEventsAndLettersLacksNothing() {
        sent.record(List.of(event()), Certainty.ACKED);

        assertEquals(List.of(), report(1, 1, 1).lacks());
    }

    @Test
    void theLoadIsWhatWasSentAndNotWhatWasAskedFor() {
        assertEquals(61, report(1, 1, 1).record(LocalDate.EPOCH, "chaos", List.of()).path("load_s").asLong());
    }

    @Test
    void theLineOfTheScoreboardNamesTheKindsThatWereLeftOut() {
        ObjectNode record = report(1, 1, 1).record(LocalDate.EPOCH, "chaos", List.of("disk-full"));

        assertEquals("[\"disk-full\"]", record.path("left_out").toString());
        assertFalse(report(1, 1, 1).record(LocalDate.EPOCH, "chaos", List.of()).has("left_out"));
    }

    @Test
    void theLineOfTheScoreboardSaysHowQuietTheMachineWas() {
        assertEquals(3, report(1, 1, 1).record(LocalDate.EPOCH, "chaos", List.of()).path("others_percent").asInt());
    }

    private ChaosReport report(int faults, long rows, long letters) {
        return new ChaosReport(1, faults, new RowsCheck.Counts(rows, 0), letters, sent, new Recoveries(),
                Duration.ofMillis(61_900), Duration.ZERO, OptionalDouble.of(0.034), new Discrepancies());
    }

    private static ChaosEvent event() {
        return new ChaosEvent(new EventKey("pk", "e"), 0, 0, 0, null);
    }
}
