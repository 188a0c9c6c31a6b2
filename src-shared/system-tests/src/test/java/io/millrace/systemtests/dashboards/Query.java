package io.millrace.systemtests.dashboards;

import static io.millrace.systemtests.dashboards.Content.ordered;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A query of a panel.
 *
 * @param legend
 *            the name of a series, in which {@code {{label}}} is the value of a label
 * @param expr
 *            PromQL with Grafana's variables
 */
record Query(String legend, String expr) {
    private static final Pattern LABEL = Pattern.compile("\\{\\{(\\w+)}}");
    /** About what Grafana takes when Prometheus scrapes every minute. */
    private static final String RATE_INTERVAL = "5m";

    /** The labels that the legend shows. */
    List<String> labels() {
        return LABEL.matcher(legend).results().map(found -> found.group(1)).toList();
    }

    /** The expression with values in the place of Grafana's variables: this stream, and every instance. */
    String expression(String stream) {
        return expr.replace("$__rate_interval", RATE_INTERVAL).replace("$stream", stream).replace("$instance", ".+");
    }

    /** The query as a panel has it; {@code latest} asks for the newest value alone. */
    Map<String, Object> content(String id, boolean latest) {
        return ordered("refId", id, "datasource", Content.DATASOURCE, "expr", expr, "legendFormat", legend,
                "editorMode", "code", "range", !latest, "instant", latest);
    }
}
