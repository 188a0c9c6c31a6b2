package io.millrace.launcher.slo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import io.millrace.contracts.slo.Slo;
import io.millrace.contracts.slo.SloSource;
import org.junit.jupiter.api.Test;

class SloReportTest {
    private static final String POD = """
            # HELP millrace_slo_judged_total What was judged
            # TYPE millrace_slo_judged_total counter
            millrace_slo_judged_total{slo="lag",stream="order"} %s
            millrace_slo_missed_total{slo="lag",stream="order"} %s
            millrace_slo_objective{slo="lag",stream="order"} 0.99
            millrace_slo_threshold{slo="lag",stream="order"} 300.0
            millrace_slo_source{slo="lag",stream="order"} 1.0
            millrace_slo_judged_total{slo="completeness",stream="order"} 1000.0
            millrace_slo_missed_total{slo="completeness",stream="order"} 0.0
            millrace_slo_objective{slo="completeness",stream="order"} 1.0
            millrace_slo_threshold{slo="completeness",stream="order"} NaN
            process_start_time_seconds 1.764374400E9
            process_cpu_time_ns_total 5.0E9
            millrace_merge_rows_total{outcome="inserted",stream="order"} 100000.0
            millrace_merge_rows_total{outcome="cut",stream="order"} 7.0
            """;

    private static ServiceMetrics pod(String judged, String missed) {
        return ServiceMetrics.of("stream-service", POD.formatted(judged, missed));
    }

    private static Indicator lag(SloReport report) {
        return report.indicators().stream().filter(one -> one.slo() == Slo.LAG).findFirst().orElseThrow();
    }

    @Test
    void podsAddUpAndTheBudgetIsThatOfWhatWasJudged() {
        SloReport report = SloReport.of(List.of(pod("600.0", "4.0"), pod("400.0", "1.0")), List.of());

        assertEquals(0.995, lag(report).share(), 1e-9);
        assertEquals(0.5, lag(report).budgetLeft(), 1e-9);
        assertEquals(0.99, lag(report).objective());
        assertEquals(300, lag(report).threshold());
        assertEquals(Optional.of(SloSource.ODCS), lag(report).source());
        assertTrue(SloText.of(report).contains("99 % within 300 s          odcs "), SloText.of(report));
        assertTrue(report.allMet());
        assertEquals(50, report.cpuSecondsPerMillion(), 1e-9);
    }

    @Test
    void moreMissesThanTheBudgetAreAMissedObjective() {
        SloReport report = SloReport.of(List.of(pod("1000.0", "20.0")), List.of());

        assertFalse(lag(report).isMet());
        assertEquals(-1, lag(report).budgetLeft(), 1e-9);
        assertFalse(report.allMet());
        assertTrue(SloText.of(report).contains("98 %"), SloText.of(report));
        assertTrue(SloText.of(report).contains("MISSED"), SloText.of(report));
    }

    @Test
    void whatWasNotJudgedIsNeitherMissedNorShownAsANumber() {
        SloReport report = SloReport.of(List.of(pod("0.0", "0.0")), List.of());

        assertTrue(lag(report).isMet());
        assertEquals(Double.NaN, lag(report).share());
        assertTrue(
                SloJson.of(report).contains("\"slo\":\"lag\",\"objective\":0.99,\"threshold\":300.0,"
                        + "\"target_from\":\"odcs\",\"measured\":null"),
                SloJson.of(report));
    }

    @Test
    void aServiceThatIsAwayIsNamedAndTheOthersAreReported() {
        SloReport report = SloReport.of(List.of(pod("1000.0", "0.0")), List.of("batch-service"));

        assertFalse(report.allMet());
        assertTrue(lag(report).isMet());
        assertTrue(SloText.of(report).contains("cannot be read: the objectives of batch-service"), SloText.of(report));
        assertTrue(SloText.of(report).contains("99 % within 300 s"), SloText.of(report));
        assertTrue(SloJson.of(report).startsWith("{\"met\":false,"), SloJson.of(report));
        assertTrue(SloJson.of(report).contains("\"away\":[\"batch-service\"]"), SloJson.of(report));
        assertTrue(Double.isNaN(report.cpuSecondsPerMillion()));
    }

    @Test
    void lessThanAllIsNeverShownAsAll() {
        assertEquals("99.999 %", SloText.percent(0.9999999, 3));
        assertEquals("100 %", SloText.percent(1, 3));
        assertEquals("99.9 %", SloText.percent(0.999, 3));
        assertEquals("-150 %", SloText.percent(-1.5, 1));
    }

    @Test
    void labelsMayHoldQuotesAndBracesAndOtherLinesAreLeftOut() {
        List<Sample> samples = Sample.of("a{x=\"q\\\"}b\",y=\"\"} +Inf\nb 1 1700000000000\n# c 2\nno sample\n");

        assertEquals(2, samples.size());
        assertEquals("q\"}b", samples.getFirst().label("x"));
        assertEquals(Double.POSITIVE_INFINITY, samples.getFirst().value());
    }
}
