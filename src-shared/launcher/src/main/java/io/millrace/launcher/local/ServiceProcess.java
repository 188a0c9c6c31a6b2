package io.millrace.launcher.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

import io.millrace.devstack.ChildProcess;

/**
 * A running service.
 *
 * @param process
 *            its process
 * @param managementPort
 *            where it tells its health and metrics
 */
public record ServiceProcess(ChildProcess process, int managementPort) implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(120);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ANSWER).build();

    /** Waits until the service says that it is ready. */
    public void awaitReady() {
        process.awaitReady(this::isReady, START);
    }

    /** Whether it says that it is ready now. */
    public boolean isReady() {
        return isReady(managementPort);
    }

    /** Whether the service with this management port on this machine says that it is ready now. */
    public static boolean isReady(int managementPort) {
        return management(managementPort, "/health/ready").isPresent();
    }

    /** Its metrics, in Prometheus' text format; empty when it does not answer. */
    public Optional<String> metrics() {
        return management(managementPort, "/metrics");
    }

    @Override
    public void close() {
        process.close();
    }

    private static Optional<String> management(int port, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(ANSWER)
                .build();
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == OK ? Optional.of(response.body()) : Optional.empty();
        } catch (IOException notUp) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
