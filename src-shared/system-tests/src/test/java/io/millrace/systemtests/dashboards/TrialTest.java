package io.millrace.systemtests.dashboards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.millrace.systemtests.alerts.Promtool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every query is PromQL; and the trial of the queries notices one that cannot have a result. */
@Tag("process")
class TrialTest {
    private static final String PAGE = """
            # HELP rows_total Rows
            rows_total{outcome="inserted",stream="orders"} 7.0
            lag_seconds{stream="orders"} NaN
            left_seconds{stream="orders"} +Inf
            up 1.0
            """;

    @TempDir
    private Path folder;

    @Test
    void everyQueryOfTheDashboardsIsValid() throws Exception {
        Promtool.Run run = check(Dashboards.queries());

        assertEquals(0, run.exit(), run::output);
    }

    @Test
    void aQueryThatIsNotValidIsNoticed() throws Exception {
        Promtool.Run run = check(List.of(new Query("", "sum(rate(rows_total{stream=~\"$stream\"}))")));

        assertEquals(1, run.exit(), run::output);
    }

    private Promtool.Run check(List<Query> queries) throws IOException, InterruptedException {
        List<Map<String, Object>> rules = new ArrayList<>();
        queries.forEach(query -> rules.add(
                Content.ordered("record", "query:" + rules.size(), "expr", query.expression("orders"))));
        Path file = folder.resolve("queries.yaml");
        Files.writeString(file, new YAMLMapper().writeValueAsString(
                Map.of("groups", List.of(Map.of("name", "queries", "rules", rules)))));
        return Promtool.run(folder, "check", "rules", file.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{{outcome}} {{job}} | rate(rows_total{stream=~\"$stream\", instance=~\"$instance\"}[$__rate_interval])",
            "lag | max(lag_seconds{stream=\"$stream\"})",
            "left | min(left_seconds)",
            "up | up",
            "alerts | count(ALERTS{alertstate=\"firing\"}) or vector(0)"})
    void aQueryWithAResultIsAnswered(String legend, String expr) throws Exception {
        Promtool.Run run = new Trial(Map.of("stream", PAGE), "orders").ask(folder, List.of(new Query(legend, expr)));

        assertEquals(0, run.exit(), run::output);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "no such metric | max(lags_seconds)",
            "no such label | rate(rows_total{result=\"inserted\"}[5m])",
            "no such value | rate(rows_total{outcome=\"insert\"}[5m])",
            "{{stream}} | sum(rate(rows_total[5m]))",
            "{{outcome}} {{reason}} | rate(rows_total[5m])",
            "no series to join | up and on (job, stream) lag_seconds",
            "no such metric | count(ALERT) or vector(0)"})
    void aQueryWithoutAResultOrWithoutTheLabelsOfItsLegendIsNoticed(String legend, String expr) throws Exception {
        Promtool.Run run = new Trial(Map.of("stream", PAGE), "orders").ask(folder, List.of(new Query(legend, expr)));

        assertEquals(1, run.exit(), run::output);
        assertTrue(run.output().contains("got: nil") || run.output().contains("got: {"), run::output);
    }
}
