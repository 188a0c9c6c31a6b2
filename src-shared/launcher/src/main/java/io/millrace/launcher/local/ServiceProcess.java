package io.millrace.launcher.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

import io.millrace.devstack.ChildProcess;
import io.millrace.devstack.LineReceiver;

/**
 * A running service.
 *
 * @param process
 *            its process
 * @param managementPort
 *            the port of its health and metrics
 */
public record ServiceProcess(ChildProcess process, int managementPort) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ANSWER).build();

    /** Waits until the service says that it is ready. */
    public void awaitReady() {
        awaitReady(LineReceiver.NONE);
    }

    /** Waits until the service says that it is ready, and reports the causes of the waiting. */
    void awaitReady(LineReceiver lines) {
        process.awaitReady(this::isReady, PATIENCE, waited -> {
            lines.line("millrace", "Waiting for " + process.name() + " to become ready, " + waited.toSeconds()
                    + " s so far: " + String.join("; ", ServiceHealth.of(managementPort).problems()));
        });
    }

    /** Whether it says that it is ready now. */
    public boolean isReady() {
        return isReady(managementPort);
    }

    /** Whether the service with this management port on this machine says that it is ready now. */
    public static boolean isReady(int managementPort) {
        return body(managementPort, "/health/ready").isPresent();
    }

    /** Whether it says that it is not live: only a restart helps. A service that does not answer has not said so. */
    public boolean needsRestart() {
        return management(managementPort, "/health/live").filter(response -> response.statusCode() == UNAVAILABLE)
                .isPresent();
    }

    /** Its metrics, in Prometheus' text format; empty when it does not answer. */
    public Optional<String> metrics() {
        return body(managementPort, "/metrics");
    }

    @Override
    public void close() {
        process.close();
    }

    private static Optional<String> body(int port, String path) {
        return management(port, path).filter(response -> response.statusCode() == OK).map(HttpResponse::body);
    }

    /** The response of the management port; empty when there is none. */
    static Optional<HttpResponse<String>> management(int port, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(ANSWER)
                .build();
        try {
            return Optional.of(HTTP.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException notUp) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
