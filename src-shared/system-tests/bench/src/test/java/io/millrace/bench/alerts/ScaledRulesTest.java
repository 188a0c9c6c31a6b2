package io.millrace.bench.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;

class ScaledRulesTest {
    private static final String RULES = """
            groups:
            - name: g
              interval: 15s
              rules:
              - record: millrace:slo_miss_ratio:1h
                expr: "sum(rate(millrace_slo_missed_total[1h])) / sum(rate(millrace_slo_judged_total[3d]))"
              - alert: A
                expr: "time() - max by (stream) (millrace_batch_last_success_seconds{step!=\\"maintenance\\"}) > 3600"
                for: 10m
                labels:
                  window: 1h
              - alert: B
                expr: max by (stream) (millrace_table_small_files) > 200
            """;

    @Test
    void everyDurationIsDividedByTheSameFactor() {
        assertEquals("""
                groups:
                - name: g
                  interval: 375ms
                  rules:
                  - record: millrace:slo_miss_ratio:1h
                    expr: "sum(rate(millrace_slo_missed_total[90000ms])) / sum(rate(millrace_slo_judged_total[6480000ms]))"
                  - alert: A
                    expr: "time() - max by (stream) (millrace_batch_last_success_seconds{step!=\\"maintenance\\"}) > 90"
                    for: 15000ms
                    labels:
                      window: 1h
                  - alert: B
                    expr: max by (stream) (millrace_table_small_files) > 200
                """, new ScaledRules(40).of(RULES));
    }

    @Test
    void noDurationOfTheRealRulesStaysAsItIs() throws IOException {
        String rules = RealFiles.rules();

        String scaled = new ScaledRules(7).of(rules);

        for (String left : List.of("[1h]", "[5m]", "[3d]", "for: 1m", "for: 15m", "interval: 15s", " > 3600")) {
            assertTrue(rules.contains(left), left);
            assertFalse(scaled.contains(left), left);
        }
        assertFalse(scaled.matches("(?s).*(\\[\\d+[smhd]\\]|for: \\d+[smhd]\\n|interval: \\d+[smhd]\\n).*"));
    }

    @Test
    void theNamesOfAlertsAreFound() throws IOException {
        assertEquals(List.of("A", "B"), ScaledRules.alerts(RULES));
        assertEquals(20, ScaledRules.alerts(RealFiles.rules()).size());
    }
}
