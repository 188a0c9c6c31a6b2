package io.millrace.bench.alerts;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.devstack.Ports;

/** A Prometheus that reads the services every second and judges the rules. */
final class Prometheus implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int OK = 200;
    private static final int END_S = 20;

    private final Process process;
    private final URI url;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ANSWER).build();

    private Prometheus(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param program
     *            the program
     * @param folder
     *            of its files and its log
     * @param rules
     *            the rule file
     * @param targets
     *            the ports of the metrics by job
     */
    static Prometheus start(Path program, Path folder, String rules, Map<String, Integer> targets)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("rules.yaml"), rules);
        Files.writeString(folder.resolve("prometheus.yaml"), configuration(targets));
        int port = Ports.free();
        Process process = new ProcessBuilder(program.toString(), "--config.file=prometheus.yaml",
                "--storage.tsdb.path=data", "--web.listen-address=127.0.0.1:" + port)
                .directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile()).start();
        Prometheus prometheus = new Prometheus(process, URI.create("http://127.0.0.1:" + port));
        try {
            Waiting.until("Prometheus is ready; its log is in " + folder, READY,
                    () -> process.isAlive() && prometheus.isReady());
        } catch (IllegalStateException e) {
            prometheus.close();
            throw e;
        }
        return prometheus;
    }

    private static String configuration(Map<String, Integer> targets) {
        StringBuilder text = new StringBuilder("""
                global:
                  scrape_interval: 1s
                  scrape_timeout: 1s
                rule_files: [rules.yaml]
                scrape_configs:
                """);
        targets.forEach((job, port) -> text.append("- job_name: ").append(job)
                .append("\n  static_configs: [{targets: ['127.0.0.1:").append(port).append("']}]\n"));
        return text.toString();
    }

    private boolean isReady() {
        try {
            return http.send(request("/-/ready"), HttpResponse.BodyHandlers.ofString()).statusCode() == OK;
        } catch (IOException notUp) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The alerts that fire now, without those that are pending. */
    List<Firing> firing() {
        List<Firing> firing = new ArrayList<>();
        for (JsonNode alert : get("/api/v1/alerts").path("alerts")) {
            JsonNode labels = alert.required("labels");
            if ("firing".equals(alert.required("state").textValue())) {
                firing.add(new Firing(labels.required("alertname").asText(), labels.path("stream").asText(""),
                        labels.path("service").asText(""), labels.toString()));
            }
        }
        return firing;
    }

    /** The largest value of an expression now; empty when it gives nothing. */
    OptionalDouble value(String expression) {
        List<Double> values = new ArrayList<>();
        for (JsonNode sample : get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                .path("result")) {
            values.add(Double.parseDouble(sample.required("value").required(1).asText().replace("Inf", "Infinity")));
        }
        return values.stream().mapToDouble(Double::doubleValue).max();
    }

    private JsonNode get(String path) {
        try {
            JsonNode answer = JSON.readTree(http.send(request(path), HttpResponse.BodyHandlers.ofString()).body());
            if (!"success".equals(answer.path("status").asText())) {
                throw new IllegalStateException("Prometheus answered " + path + " with " + answer);
            }
            return answer.path("data");
        } catch (IOException e) {
            throw new IllegalStateException("Prometheus does not answer " + path + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while Prometheus was asked", e);
        }
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(ANSWER).build();
    }

    @Override
    public void close() {
        http.close();
        process.destroy();
        try {
            if (!process.waitFor(END_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
