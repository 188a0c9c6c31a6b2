package io.millrace.launcher.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.table.Books;
import io.millrace.table.OtherOffsets;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Map<Integer, Long> ENDS = Map.of(0, 10L);

    @Test
    void jsonIsOneLineWithTheFiguresThatProgramsRead() throws Exception {
        // given
        Report report = report(31);
        // when
        String json = report.json();
        // then
        var tree = new ObjectMapper().readTree(json);
        assertEquals(1, json.lines().count());
        for (String field : new String[]{"sent", "stored", "refused", "rows", "distinct_keys", "dead_lettered",
                "bronze_rows",
                "rule_refused", "redriven", "books_balanced",
                "stream_commits", "batch_commits", "table_version", "freshness_p95_ms", "ok"}) {
            assertTrue(tree.has(field), field);
        }
        assertTrue(tree.get("ok").booleanValue());
        assertEquals(2, tree.get("stream_commits").intValue());
    }

    @Test
    void aBrokenPromiseIsNamedInTextAndJson() throws Exception {
        // given
        Report report = report(30);
        // then
        assertTrue(report.text().contains("NOT HELD: one row per event (expected 31, seen 30)"), report.text());
        assertTrue(report.text().endsWith("FAILED."));
        assertEquals("one row per event (expected 31, seen 30)",
                new ObjectMapper().readTree(report.json()).get("broken").get(0).textValue());
    }

    private static Report report(long rows) {
        return new Report(new Sent(30, 30, 5, 5, 7, 7, 12, 1, 1, 1),
                new SettledState(ENDS, ENDS, ENDS, OptionalDouble.of(0), Set.of("stream", "batch")),
                new Observed(rows, 31, 30, Map.of("stream", 20L, "batch", 10L),
                        Map.of("millrace-stream", 2L, "millrace-batch", 1L), 4, 900, "/tables/earthquake", 13,
                        new Books(0, 49, rows, 0, 5, new OtherOffsets.Counts(13, 0, 0)), 49, 1, 1));
    }
}
