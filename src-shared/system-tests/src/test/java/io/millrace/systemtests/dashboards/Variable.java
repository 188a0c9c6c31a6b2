package io.millrace.systemtests.dashboards;

import static io.millrace.systemtests.dashboards.Content.ordered;

import java.util.Map;

/**
 * A variable with the values of a label.
 *
 * @param name
 *            the label, and the name in queries
 * @param title
 *            the name for people
 * @param series
 *            the series that have the label
 * @param several
 *            whether it may have several values, or all
 */
record Variable(String name, String title, String series, boolean several) {
    private static final int ON_LOAD = 1;
    private static final int ON_TIME_RANGE = 2;
    private static final int ALPHABETICAL = 1;

    /** The variable by which a person chooses among the Prometheus servers of Grafana. */
    static Map<String, Object> dataSource() {
        return ordered("name", "datasource", "label", "Data source", "type", "datasource", "query", "prometheus",
                "refresh", ON_LOAD, "hide", 0, "multi", false, "includeAll", false);
    }

    /** The question for its values, in a form that can be asked of Prometheus. */
    Query query() {
        return new Query("{{" + name + "}}", series);
    }

    /** The variable as a dashboard has it. */
    Map<String, Object> content() {
        String query = "label_values(" + series + ", " + name + ")";
        Map<String, Object> content = ordered("name", name, "label", title, "type", "query",
                "datasource", Content.DATASOURCE,
                "query", ordered("query", query, "refId", "values"), "refresh", ON_TIME_RANGE,
                "sort", ALPHABETICAL, "hide", 0, "multi", several, "includeAll", several);
        if (several) {
            content.put("allValue", ".+");
            content.put("current", ordered("text", "All", "value", "$__all"));
        }
        return content;
    }
}
