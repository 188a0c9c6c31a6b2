package io.millrace.systemtests.dashboards;

import static io.millrace.systemtests.dashboards.Content.ordered;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.millrace.systemtests.Repository;
import io.millrace.systemtests.alerts.Promtool;

/**
 * Asks queries of the metrics that services export. The engine is Prometheus' own, in promtool: each series of the scrapes has
 * its value for some minutes, or a growing one if it is a counter, and the rules of {@code deploy/alerts} are evaluated beside
 * them.
 */
public final class Trial {
    private static final Pattern SERIES = Pattern.compile("(?m)^(\\w+)(?:\\{(.*)\\})? (\\S+)$");
    private static final Pattern COUNTER = Pattern.compile(".*_(total|count|sum|bucket)");
    private static final int MINUTES = 20;
    private static final Path RULES = Repository.directory().resolve("deploy/alerts/prometheus/millrace.rules.yaml");
    /** What replaces no result by zero; without it the trial sees whether there is a result. */
    private static final String OR_ZERO = " or vector(0)";

    private final List<Object> series = new ArrayList<>();
    private final String stream;

    /**
     * Takes the metrics.
     *
     * @param scrapes
     *            the pages of metrics by service
     * @param stream
     *            the stream that is chosen in the dashboards
     */
    public Trial(Map<String, String> scrapes, String stream) {
        this.stream = stream;
        scrapes.forEach((service, page) -> SERIES.matcher(page).results().forEach(found -> {
            String labels = found.group(2) == null || found.group(2).isEmpty() ? "" : "," + found.group(2);
            add(found.group(1) + "{job=\"" + service + "\",instance=\"" + service + ":9000\"" + labels + "}",
                    found.group(3) + (COUNTER.matcher(found.group(1)).matches() ? "+1x" : "+0x") + MINUTES);
        }));
        // Prometheus' own metric of alerts.
        add("ALERTS{alertname=\"MillraceTried\",alertstate=\"firing\",stream=\"" + stream + "\"}", "1+0x" + MINUTES);
    }

    private void add(String name, String values) {
        series.add(ordered("series", name, "values", values.startsWith("+") ? values.substring(1) : values));
    }

    /** Asks the queries of all dashboards. */
    public Promtool.Run dashboards(Path folder) throws IOException, InterruptedException {
        return ask(folder, Dashboards.queries());
    }

    /** Promtool fails, and names the query, unless each has a result and each of its series the labels of its legend. */
    Promtool.Run ask(Path folder, List<Query> queries) throws IOException, InterruptedException {
        Map<String, Object> trial = ordered("interval", "1m", "input_series", series,
                "promql_expr_test", queries.stream().map(this::question).toList());
        Path file = folder.resolve("trial.yaml");
        Files.writeString(file, new YAMLMapper().writeValueAsString(ordered("rule_files", List.of(RULES.toString()),
                "evaluation_interval", "1m", "tests", List.of(trial))));
        return Promtool.run(folder, "test", "rules", file.toString());
    }

    private Map<String, Object> question(Query query) {
        String expression = query.expression(stream).replace(OR_ZERO, "");
        List<String> present = new ArrayList<>();
        for (String label : query.labels()) {
            expression = "label_replace(" + expression + ", \"has_" + label + "\", \"yes\", \"" + label + "\", \".+\")";
            present.add("has_" + label);
        }
        String by = present.isEmpty() ? "" : " by (" + String.join(", ", present) + ") ";
        String labels = String.join(",", present.stream().map(label -> label + "=\"yes\"").toList());
        return ordered("expr", "group" + by + "(" + expression + ")", "eval_time", MINUTES + "m",
                "exp_samples", List.of(ordered("labels", "{" + labels + "}", "value", 1)));
    }
}
