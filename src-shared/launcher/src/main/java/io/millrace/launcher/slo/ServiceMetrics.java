package io.millrace.launcher.slo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.millrace.launcher.local.LauncherException;

/**
 * The metrics of one running service.
 *
 * @param source
 *            its name or address
 * @param samples
 *            one scrape
 */
public record ServiceMetrics(String source, List<Sample> samples) {
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final int OK = 200;
    /** The beginning of the names that each service of Millrace has some of, also before its first event. */
    private static final String OURS = "millrace_";
    private static final double MILLIS_PER_SECOND = 1_000;

    public ServiceMetrics {
        samples = List.copyOf(samples);
    }

    /** Metrics from the text of a scrape. */
    static ServiceMetrics of(String source, String scrape) {
        return new ServiceMetrics(source, Sample.of(scrape));
    }

    /**
     * Reads them.
     *
     * @param name
     *            of the service
     * @throws LauncherException
     *             when there is no answer, or one without metrics of Millrace
     */
    public static ServiceMetrics read(String name, URI address) {
        try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(ANSWER)
                .build()) {
            HttpResponse<String> response = client.send(HttpRequest.newBuilder(address).timeout(ANSWER).build(),
                    HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != OK) {
                throw new LauncherException(address + " answered with status " + response.statusCode()
                        + ". Name the address of the metrics, such as http://127.0.0.1:9001/metrics.");
            }
            ServiceMetrics metrics = of(name, response.body());
            if (metrics.samples().stream().noneMatch(sample -> sample.name().startsWith(OURS))) {
                throw new LauncherException("What " + address + " answers has no metric of Millrace. Name the address"
                        + " of the metrics of a service, such as http://127.0.0.1:9001/metrics.");
            }
            return metrics;
        } catch (IOException e) {
            throw new LauncherException("The metrics of " + name + " at " + address + " cannot be read (" + e
                    + "). Start the service, or name another address with --metrics.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("Interrupted while reading " + address, e);
        }
    }

    /** When its process started; empty when it does not say so. */
    public Optional<Instant> started() {
        return samples.stream().filter(sample -> sample.name().equals("process_start_time_seconds")).findFirst()
                .map(sample -> Instant.ofEpochMilli(Math.round(sample.value() * MILLIS_PER_SECOND)));
    }

    /** The sum of the values of a metric over those labels that a test accepts. */
    double sum(String name, String label, String value) {
        return samples.stream().filter(sample -> sample.name().equals(name))
                .filter(sample -> label.isEmpty() || sample.label(label).equals(value)).mapToDouble(Sample::value)
                .sum();
    }
}
