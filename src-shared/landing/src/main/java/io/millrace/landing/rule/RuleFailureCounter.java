package io.millrace.landing.rule;

import java.util.List;

import io.micrometer.core.instrument.Metrics;
import io.millrace.contracts.rule.RuleFailure;
import io.millrace.contracts.schema.StreamName;

/** Counts failed rules: {@code millrace_rule_failures_total{stream,rule,on_failure}}. */
final class RuleFailureCounter {
    private RuleFailureCounter() {}

    static void count(StreamName stream, List<RuleFailure> failures) {
        for (RuleFailure failure : failures) {
            Metrics.counter("millrace.rule.failures", "stream", stream.value(), "rule", failure.rule().name(),
                    "on_failure", failure.rule().onFailure().name()).increment();
        }
    }
}
