package io.millrace.systemtests.dashboards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.util.List;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The dashboards have what Grafana needs; and each thing that it needs is missed. */
class DashboardFaultsTest {
    private static final JsonMapper JSON = new JsonMapper();

    static List<String> names() {
        return Dashboards.NAMES;
    }

    @ParameterizedTest
    @MethodSource("names")
    void eachDashboardHasWhatGrafanaNeeds(String name) throws IOException {
        assertEquals(List.of(), DashboardFaults.of(JSON.readTree(Dashboards.json(name))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "''                              | uid           | ''",
            "''                              | schemaVersion | 0",
            "''                              | __inputs      | []",
            "''                              | panels        | []",
            "/templating/list/0              | type          | query",
            "/templating/list/1              | name          | streams",
            "/panels/1                       | title         | ''",
            "/panels/1                       | description   | ''",
            "/panels/1                       | id            | 1",
            "/panels/1/fieldConfig/defaults  | unit          | furlongs",
            "/panels/1/datasource            | uid           | prometheus-1",
            "/panels/1/gridPos               | x             | 23",
            "/panels/2/gridPos               | x             | 1",
            "/panels/1/targets/0             | legendFormat  | ''",
            "/panels/8/targets/0             | expr          | sum(up{job=\"$job\"})",
            "/panels/10/targets/1            | refId         | A"})
    void whatIsMissingIsFound(String place, String property, String value) throws IOException {
        ObjectNode dashboard = (ObjectNode) JSON.valueToTree(Dashboards.named("overview").content());
        ObjectNode changed = (ObjectNode) dashboard.at(place);
        if (value.equals("[]")) {
            changed.putArray(property);
        } else if (value.matches("\\d+")) {
            changed.put(property, Integer.parseInt(value));
        } else {
            changed.put(property, value);
        }
        assertNotEquals(List.of(), DashboardFaults.of(dashboard));
    }
}
