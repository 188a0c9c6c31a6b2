package io.millrace.systemtests.dashboards;

import static io.millrace.systemtests.dashboards.Content.ordered;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A panel.
 *
 * @param unit
 *            Grafana's name of the unit
 */
record Panel(String title, String description, Shape shape, String unit, List<Query> queries) {
    Panel {
        queries = List.copyOf(queries);
    }

    /** The panel as a dashboard has it, but for its number and place. */
    Map<String, Object> content() {
        List<Object> targets = new ArrayList<>();
        for (Query query : queries) {
            targets.add(query.content(String.valueOf((char) ('A' + targets.size())), shape.latest()));
        }
        return ordered("type", shape.type(), "title", title, "description", description,
                "datasource", Content.DATASOURCE, "targets", targets,
                "fieldConfig", ordered("defaults", shape.defaults(unit), "overrides", List.of()),
                "options", shape.options());
    }
}
