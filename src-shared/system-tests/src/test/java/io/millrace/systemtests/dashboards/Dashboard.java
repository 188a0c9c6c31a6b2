package io.millrace.systemtests.dashboards;

import static io.millrace.systemtests.dashboards.Content.ordered;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A dashboard as its description has it.
 *
 * @param uid
 *            its address in Grafana, which stays when the title changes
 * @param description
 *            the question that it answers
 */
record Dashboard(String uid, String title, String description, List<Variable> variables, List<Row> rows) {
    /** The version of the JSON: that of Grafana 11, which later ones read too. */
    private static final int SCHEMA = 39;
    private static final String TAG = "millrace";

    /** Panels of one subject. */
    record Row(String title, List<Panel> panels) {
        Row {
            panels = List.copyOf(panels);
        }
    }

    Dashboard {
        variables = List.copyOf(variables);
        rows = List.copyOf(rows);
    }

    /** The queries of all variables and panels. */
    List<Query> queries() {
        return Stream.concat(variables.stream().map(Variable::query), rows.stream()
                .flatMap(row -> row.panels().stream()).flatMap(panel -> panel.queries().stream())).toList();
    }

    /** The dashboard as Grafana reads it. */
    Map<String, Object> content() {
        Layout layout = new Layout();
        for (Row row : rows) {
            layout.row(row.title());
            row.panels().forEach(layout::panel);
        }
        List<Object> list = new ArrayList<>(List.of(Variable.dataSource()));
        variables.forEach(variable -> list.add(variable.content()));
        return ordered("uid", uid, "title", title, "description", description, "tags", List.of(TAG),
                "schemaVersion", SCHEMA, "editable", true, "graphTooltip", 1, "refresh", "30s", "timezone", "browser",
                "time", ordered("from", "now-3h", "to", "now"),
                "links", List.of(links()),
                "annotations", ordered("list", List.of(alerts())),
                "templating", ordered("list", list), "panels", layout.placed());
    }

    /** A menu of these dashboards, which keeps the time and the variables. */
    private static Map<String, Object> links() {
        return ordered("type", "dashboards", "title", "Millrace", "tags", List.of(TAG), "asDropdown", true,
                "includeVars", true, "keepTime", true, "targetBlank", false, "icon", "external link", "tooltip", "");
    }

    /** Marks the times at which alerts fire. */
    private static Map<String, Object> alerts() {
        return ordered("name", "Alerts", "datasource", Content.DATASOURCE, "enable", true, "iconColor", "red",
                "expr", "ALERTS{alertname=~\"Millrace.+\", alertstate=\"firing\"}", "step", "60s",
                "titleFormat", "{{alertname}}", "textFormat", "{{stream}}");
    }
}
