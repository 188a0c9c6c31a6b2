package io.millrace.systemtests.dashboards;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

/** Finds what is wrong with a dashboard's JSON. */
final class DashboardFaults {
    /** The oldest version of the JSON that Grafana 9 and newer write. */
    private static final int OLDEST_SCHEMA = 36;
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)");
    private static final Set<String> OF_GRAFANA = Set.of("__rate_interval");
    /** The units of Grafana that these dashboards may use; it shows an unknown one as text. */
    private static final Set<String> UNITS = Set.of("none", "short", "percentunit", "s", "bytes", "Bps", "cps", "eps",
            "reqps", "rowsps");

    private final List<String> faults = new ArrayList<>();
    private final Set<String> variables = new HashSet<>(OF_GRAFANA);

    private DashboardFaults() {}

    /** What is wrong with the dashboard; empty when nothing is. */
    static List<String> of(JsonNode dashboard) {
        DashboardFaults found = new DashboardFaults();
        found.dashboard(dashboard);
        return List.copyOf(found.faults);
    }

    private void dashboard(JsonNode dashboard) {
        for (String name : List.of("uid", "title", "description")) {
            text(dashboard, name, "dashboard");
        }
        require(dashboard.path("schemaVersion").asInt() >= OLDEST_SCHEMA, "no schemaVersion");
        // Grafana's sidecar and provisioning read files, in which nobody answers such questions.
        require(!dashboard.has("__inputs") && dashboard.path("id").isMissingNode(), "made for the form of imports");
        JsonNode first = dashboard.at("/templating/list/0");
        require(first.path("type").asText().equals("datasource") && first.path("name").asText().equals("datasource"),
                "no variable for the data source");
        dashboard.at("/templating/list").forEach(variable -> variables.add(variable.path("name").asText()));
        dashboard.findValues("datasource").forEach(source -> require(
                source.path("type").asText().equals("prometheus")
                        && source.path("uid").asText().equals("${datasource}"),
                "another data source: " + source));
        Set<Integer> ids = new HashSet<>();
        Set<String> cells = new HashSet<>();
        for (JsonNode panel : dashboard.path("panels")) {
            String title = panel.path("title").asText();
            require(ids.add(panel.path("id").asInt(-1)), "two panels of id " + panel.path("id"));
            text(panel, "title", "panel");
            place(panel.path("gridPos"), cells, title);
            if (!panel.path("type").asText().equals("row")) {
                panel(panel, title);
            }
        }
        require(ids.size() > 1, "no panels");
    }

    private void panel(JsonNode panel, String title) {
        text(panel, "description", title);
        require(UNITS.contains(panel.at("/fieldConfig/defaults/unit").asText()), title + ": no unit that is known");
        require(!panel.path("targets").isEmpty(), title + ": no query");
        Set<String> ids = new HashSet<>();
        for (JsonNode target : panel.path("targets")) {
            require(ids.add(target.path("refId").asText()), title + ": two queries of one refId");
            text(target, "legendFormat", title);
            VARIABLE.matcher(target.path("expr").asText()).results().map(use -> use.group(1))
                    .forEach(name -> require(variables.contains(name), title + ": no variable " + name));
        }
    }

    /** No panel lies on another one, or beyond the grid. */
    private void place(JsonNode place, Set<String> cells, String title) {
        int right = place.path("x").asInt() + place.path("w").asInt();
        require(right <= Layout.COLUMNS && place.path("w").asInt() > 0 && place.path("h").asInt() > 0,
                title + ": not in the grid");
        for (int x = place.path("x").asInt(); x < right; x++) {
            for (int y = place.path("y").asInt(); y < place.path("y").asInt() + place.path("h").asInt(); y++) {
                require(cells.add(x + "," + y), title + ": on another panel");
            }
        }
    }

    private void text(JsonNode node, String name, String place) {
        require(!node.path(name).asText().isBlank(), place + ": no " + name);
    }

    private void require(boolean holds, String fault) {
        if (!holds) {
            faults.add(fault);
        }
    }
}
