package io.millrace.launcher.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalDouble;

import org.junit.jupiter.api.Test;

class AuditMetricTest {
    @Test
    void missingRecordsAreSummedOverStreams() {
        // given
        String metrics = """
                # TYPE millrace_audit_missing_total counter
                millrace_audit_missing_total{stream="earthquake"} 2.0
                millrace_audit_missing_total{stream="order"} 1.0
                millrace_audit_missing_total_created{stream="order"} 9.0
                """;
        // then
        assertEquals(OptionalDouble.of(3), AuditMetric.missing(metrics));
    }

    @Test
    void aMetricThatIsNotThereIsNotZero() {
        assertEquals(OptionalDouble.empty(), AuditMetric.missing("# HELP millrace_audit_missing_total x\nother 0.0\n"));
    }
}
