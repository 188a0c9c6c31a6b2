package io.millrace.bench.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

import org.junit.jupiter.api.Test;

class AlertsReportTest {
    private static final Outcome GOOD = new Outcome("A", OptionalDouble.of(3.21), Set.of(), List.of(),
            OptionalDouble.of(1));
    private static final Outcome LOUD = new Outcome("B", OptionalDouble.of(9), Set.of("C {}"), List.of(),
            OptionalDouble.of(1));
    private static final Outcome ENDLESS = new Outcome("B", OptionalDouble.of(9), Set.of(), List.of(),
            OptionalDouble.empty());
    private static final Outcome UNMENDED = new Outcome("B", OptionalDouble.of(9), Set.of(),
            List.of("rm x ended with 1"),
            OptionalDouble.of(1));
    private static final Outcome DEAF = new Outcome("B", OptionalDouble.empty(), Set.of(), List.of(),
            OptionalDouble.of(0));

    @Test
    void whatWasNotTriedCountsOnlyWithAll() {
        assertEquals("{\"factor\":40,\"not_tried\":[\"Z\"],\"alerts\":1,\"fired\":1,\"silent\":1,\"ended\":1,"
                + "\"worst_detection_s\":3.2,\"ok\":true}", report(false, GOOD).json().toString());
        assertEquals(false, report(true, GOOD).ok());
    }

    @Test
    void eachDefectCounts() {
        assertEquals("{\"factor\":40,\"not_tried\":[\"Z\"],\"alerts\":5,\"fired\":4,\"silent\":4,\"ended\":2,"
                + "\"worst_detection_s\":9.0,\"ok\":false}",
                report(false, GOOD, LOUD, ENDLESS, UNMENDED, DEAF).json().toString());
        for (Outcome outcome : List.of(LOUD, ENDLESS, UNMENDED, DEAF)) {
            assertEquals(false, report(false, outcome).ok());
        }
    }

    private static AlertsReport report(boolean all, Outcome... outcomes) {
        return new AlertsReport(40, List.of(outcomes), List.of("Z"), all);
    }
}
