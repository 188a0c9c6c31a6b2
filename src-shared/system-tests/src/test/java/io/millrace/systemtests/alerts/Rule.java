package io.millrace.systemtests.alerts;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A rule of Prometheus. */
sealed interface Rule {
    /** The rule as a rule file has it. */
    Map<String, Object> content();

    /** The expression. */
    String expr();

    /**
     * A recording rule.
     *
     * @param record
     *            the name of the series that it makes
     */
    record Recording(String record, String expr) implements Rule {
        @Override
        public Map<String, Object> content() {
            Map<String, Object> content = new LinkedHashMap<>();
            content.put("record", record);
            content.put("expr", expr);
            return content;
        }
    }

    /**
     * An alert.
     *
     * @param alert
     *            its name
     * @param runbook
     *            the name of its page in {@code deploy/runbooks}, without {@code .md}
     * @param labels
     *            {@code severity}, {@code page} or {@code ticket}, and what distinguishes it from alerts of the same name
     * @param after
     *            the time for which the expression holds before it fires
     * @param summary
     *            one sentence, a template of Prometheus
     */
    record Alert(String alert, String runbook, SortedMap<String, String> labels, Duration after, String summary,
            String expr)
            implements
                Rule {
        /** An alert with no other label than its severity. */
        Alert(String alert, String runbook, String severity, Duration after, String summary, String expr) {
            this(alert, runbook, new TreeMap<>(Map.of("severity", severity)), after, summary, expr);
        }

        /** The same with one more label. */
        Alert with(String label, String value) {
            TreeMap<String, String> more = new TreeMap<>(labels);
            more.put(label, value);
            return new Alert(alert, runbook, more, after, summary, expr);
        }

        @Override
        public Map<String, Object> content() {
            Map<String, Object> content = new LinkedHashMap<>();
            content.put("alert", alert);
            content.put("expr", expr);
            if (after.isPositive()) {
                content.put("for", PromDuration.of(after));
            }
            content.put("labels", labels);
            Map<String, Object> annotations = new LinkedHashMap<>();
            annotations.put("summary", summary);
            annotations.put("runbook_url", "deploy/runbooks/" + runbook + ".md");
            content.put("annotations", annotations);
            return content;
        }
    }
}
