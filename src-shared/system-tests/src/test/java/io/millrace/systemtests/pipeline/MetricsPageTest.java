package io.millrace.systemtests.pipeline;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.millrace.launcher.Launcher;
import io.millrace.launcher.local.ServiceProcess;
import io.millrace.systemtests.Repository;
import io.millrace.systemtests.alerts.Promtool;
import io.millrace.systemtests.dashboards.Trial;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The page of metrics, the alerts, the dashboards and {@code slo}, against what the running services export. */
@Tag("process")
@OnRunningSystem
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsPageTest {
    private static final Pattern ROW = Pattern
            .compile("(?m)^\\| `(millrace_\\w+)` \\| ([a-z, ]+) \\| ([^|]*) \\|");
    private static final Pattern SERIES = Pattern.compile("(?m)^(millrace_\\w+)(?:\\{(.*)\\})? \\S+$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");
    private static final Set<String> OF_THE_FORMAT = Set.of("le", "quantile");
    /** No request is sent back with Retry-After here. */
    private static final Set<String> NOT_PROVOKED = Set.of("millrace_ingest_retry_after_sent_total");
    private static final String RULE_FAILURES = "millrace_rule_failures_total";
    private static final String RULE = "\"rules\": [{\"name\": \"no-north\", \"type\": \"CEL\","
            + " \"expr\": \"message.region != 'north'\", \"onFailure\": \"NONE\"}],";
    /** Wide, so that a slow machine meets them. */
    private static final String WIDE = "\"slo\": {\"latency\": {\"threshold\": \"PT10M\"},"
            + " \"freshness\": {\"threshold\": \"PT10M\"}, \"lag\": {\"threshold\": \"PT10M\"}},";
    private static final String NARROW = "\"slo\": {\"freshness\": {\"threshold\": \"PT0.001S\", \"objective\": 1}},";

    private final RunningSystem system;
    private final Map<String, String> scrapes = new TreeMap<>();
    private TestStream stream;
    private TestStream missing;
    private ServiceProcess batch;

    MetricsPageTest(RunningSystem system) {
        this.system = system;
    }

    /** A stream with rows, a refused event, a record that is no event, and an event without id that does not meet a rule. */
    @BeforeAll
    void run() throws Exception {
        stream = system.newStream("measured",
                TestStream.CONTRACT.replace("\"millrace\": {", "\"millrace\": {" + RULE + WIDE));
        missing = system.newStream("missing",
                TestStream.CONTRACT.replace("\"millrace\": {", "\"millrace\": {" + NARROW));
        missing.send(TestEvent.numbered(0, 1));
        stream.send(TestEvent.numbered(0, 20));
        var unusedRefusal = system.gateway().send(stream.name().value(), "application/json", "{}");
        var unusedRule = system.gateway().send(stream.name().value(), "application/json",
                "{\"pk\": \"p\", \"event_time\": \"2026-01-01T00:00:00Z\", \"region\": \"north\"}");
        try (var producer = new KafkaProducer<>(Map.of("bootstrap.servers", system.stack().bootstrapServers()),
                new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(stream.name().topic(), new byte[]{1}, new byte[]{2})).get();
        }
        stream.awaitMerged();
        missing.awaitMerged();
        batch = system.startBatch(Duration.ofSeconds(2));
        batch.awaitReady();
        try (InputStream page = URI.create("http://127.0.0.1:" + batch.managementPort() + "/console").toURL()
                .openStream()) {
            assertTrue(page.readAllBytes().length > 0);
        }
        await("batch-service has measured the table of letters").atMost(Duration.ofMinutes(1)).until(() -> {
            scrape("batch", batch);
            return value("batch", "millrace_letters_open", "undecodable") >= 1
                    && value("batch", "millrace_slo_judged_total", "letters") >= 1
                    && value("batch", "millrace_batch_last_success_seconds", "books") > 0
                    && value("batch", "millrace_upkeep_last_success", "") > 0
                    && value("batch", "millrace_letters_expired_total", "") >= 0;
        });
        await("stream-service has measured the lag").atMost(Duration.ofMinutes(1)).until(() -> {
            scrape("stream", system.stream().service());
            return value("stream", "millrace_lag_seconds", "") == 0
                    && value("stream", "millrace_retention_left_seconds", "") > 0;
        });
        scrape("ingest", system.ingest());
    }

    @AfterAll
    void end() {
        batch.close();
    }

    private void scrape(String service, ServiceProcess process) {
        scrapes.put(service, process.metrics().orElseThrow());
    }

    private String scraped(String service) {
        return scrapes.getOrDefault(service, "");
    }

    /** The value of the series of the stream that has this text among its labels; NaN without it. */
    private double value(String service, String metric, String text) {
        return scraped(service).lines().filter(line -> line.startsWith(metric + "{"))
                .filter(line -> line.contains("stream=\"" + stream.name() + "\"") && line.contains(text))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).findFirst()
                .orElse(Double.NaN);
    }

    @Test
    void thePageListsTheMetricsAndLabelsThatEachServiceExportsAndNoOthers() throws IOException {
        for (String service : List.of("ingest", "stream", "batch")) {
            Map<String, Set<String>> exported = exported(service);
            Map<String, Set<String>> listed = listed(service);
            listed.keySet().removeAll(NOT_PROVOKED);
            exported.keySet().removeAll(NOT_PROVOKED); // Other tests of the same gateway may have provoked them.
            if (service.equals("batch")) { // stream-service has merged the event.
                listed.remove(RULE_FAILURES);
                exported.remove(RULE_FAILURES);
            }
            assertEquals(listed, exported, service);
        }
    }

    @Test
    void everyMetricInTheAlertsIsExportedWithItsLabels() throws IOException {
        String rules = Files.readString(Repository.directory().resolve("deploy/alerts/prometheus/millrace.rules.yaml"));
        Map<String, Set<String>> all = new TreeMap<>();
        scrapes.keySet().forEach(service -> exported(service).forEach((metric, labels) -> all
                .computeIfAbsent(metric, m -> new TreeSet<>()).addAll(labels)));
        List<MatchResult> used = Pattern.compile("\\b(millrace_\\w+)(?:\\{(\\w+)\\W)?").matcher(rules).results()
                .toList();
        assertTrue(used.size() > 30, () -> "only found " + used.size());
        for (MatchResult use : used) {
            assertTrue(all.containsKey(use.group(1)), () -> "No service exports " + use.group(1));
            assertTrue(use.group(2) == null || all.getOrDefault(use.group(1), Set.of()).contains(use.group(2)),
                    () -> use.group(1) + " has no label " + use.group(2));
        }
        assertTrue(scraped("stream").contains("\nprocess_cpu_time_ns_total "));
    }

    @Test
    void everyQueryOfTheDashboardsHasAResultWithTheLabelsThatItShows(@TempDir Path folder) throws Exception {
        Promtool.Run run = new Trial(scrapes, stream.name().value()).dashboards(folder);
        assertEquals(0, run.exit(), run::output);
    }

    @Test
    void theExitCodeSaysWhetherTheObjectivesAreMet() {
        assertEquals(0, slo(stream.name().value()));
        assertEquals(1, slo(missing.name().value()));
        assertEquals(2, slo("no-such-stream"));
        assertEquals(2, slo("NO NAME"));
    }

    private int slo(String name) {
        List<String> arguments = new ArrayList<>(List.of("slo", name, "--json"));
        for (int port : List.of(system.ingest().managementPort(), system.stream().service().managementPort(),
                batch.managementPort())) {
            arguments.addAll(List.of("--metrics", "http://127.0.0.1:" + port + "/metrics"));
        }
        return Launcher.run(Launcher.commandLine(), arguments.toArray(String[]::new));
    }

    private static Map<String, Set<String>> listed(String service) throws IOException {
        Map<String, Set<String>> listed = new TreeMap<>();
        ROW.matcher(Files.readString(Repository.directory().resolve("src-shared/docs/metrics.md"))).results()
                .filter(row -> Arrays.asList(row.group(2).split(", ")).contains(service))
                .forEach(row -> listed.put(row.group(1), new TreeSet<>(Arrays.stream(row.group(3).split("[`, ]+"))
                        .filter(label -> !label.isEmpty()).toList())));
        return listed;
    }

    /** The metrics of a scrape with their labels; a timer or summary has several series of one name. */
    private Map<String, Set<String>> exported(String service) {
        Map<String, Set<String>> exported = new TreeMap<>();
        SERIES.matcher(scraped(service)).results().forEach(series -> {
            String name = series.group(1).replaceFirst("(?<=_seconds|_ratio)_(count|sum|max|bucket)$", "");
            Set<String> labels = exported.computeIfAbsent(name, n -> new TreeSet<>());
            if (series.group(2) != null) {
                LABEL.matcher(series.group(2)).results().map(label -> label.group(1))
                        .filter(label -> !OF_THE_FORMAT.contains(label)).forEach(labels::add);
            }
        });
        return exported;
    }
}
