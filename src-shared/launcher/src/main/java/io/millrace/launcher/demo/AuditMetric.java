package io.millrace.launcher.demo;

import java.util.OptionalDouble;

/** The result of the batch writer's audit, from its metrics. */
final class AuditMetric {
    private static final String MISSING = "millrace_audit_missing_total";

    private AuditMetric() {}

    /**
     * The records that the audit found nowhere, over all streams.
     *
     * @param metrics
     *            Prometheus' text format
     * @return empty when the metric is not there
     */
    static OptionalDouble missing(String metrics) {
        double[] values = metrics.lines().filter(AuditMetric::isMissing)
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).toArray();
        return values.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum(values));
    }

    private static boolean isMissing(String line) {
        return line.startsWith(MISSING + "{") || line.startsWith(MISSING + " ");
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
