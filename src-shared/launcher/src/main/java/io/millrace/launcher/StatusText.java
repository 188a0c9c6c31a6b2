package io.millrace.launcher;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import io.millrace.devstack.Ports;
import io.millrace.launcher.local.OperatorKey;
import io.millrace.launcher.local.ProcessExits;
import io.millrace.launcher.local.ServiceHealth;
import io.millrace.launcher.local.ServiceProcess;
import io.millrace.launcher.local.SystemPorts;
import io.millrace.launcher.local.UpState;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;

/**
 * The running system, one line per process.
 *
 * @param text
 *            for a person, one part per line
 * @param allReady
 *            whether every part is ready now
 */
record StatusText(String text, boolean allReady) {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration ANSWER = Duration.ofSeconds(3);

    /** Asks every part. */
    static StatusText of(UpState state) {
        SystemPorts ports = state.ports();
        boolean kafka = Ports.isOpen(ports.kafka()) && answers("127.0.0.1:" + ports.kafka());
        boolean registry = ServiceProcess.isReady(ports.registryManagement());
        ServiceHealth ingest = ServiceHealth.of(ports.ingestManagement());
        ServiceHealth stream = ServiceHealth.of(ports.streamManagement());
        ServiceHealth batch = ServiceHealth.of(ports.batchManagement());
        String text = "Millrace runs as process " + state.pid() + ", with its data in " + state.data() + "\n"
                + line(state, "ingest-service", ingest.ready(), ports.gatewayUrl() + "/v1/streams",
                        ports.ingestManagement())
                + causes(ingest)
                + line(state, "stream-service", stream.ready(), "", ports.streamManagement()) + causes(stream)
                + line(state, "batch-service", batch.ready(),
                        "http://127.0.0.1:" + ports.batchManagement() + "/console", ports.batchManagement())
                + causes(batch)
                + line(state, "kafka", kafka, "127.0.0.1:" + ports.kafka(), 0)
                + line(state, "registry", registry, "http://127.0.0.1:" + ports.registry() + "/apis/registry/v3",
                        ports.registryManagement())
                + "The console asks for an API key; " + OperatorKey.file(Path.of(state.data()).toAbsolutePath())
                + " has one, unless MILLRACE_BATCH_OPERATIONS_KEYS_FILE named other keys.\n";
        return new StatusText(text, kafka && registry && ingest.ready() && stream.ready() && batch.ready());
    }

    /** Whether a broker answers a request: one that hangs takes connections. */
    private static boolean answers(String bootstrapServers) {
        Admin admin = Admin.create(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis(),
                CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis()));
        try {
            admin.describeCluster().nodes().get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException silent) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    /** Asks until every part is ready, or for this time. */
    static StatusText whenReady(UpState state, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        StatusText status = of(state);
        while (!status.allReady && System.nanoTime() < deadline) {
            LockSupport.parkNanos(POLL.toNanos());
            status = of(state);
        }
        return status;
    }

    private static String line(UpState state, String name, boolean ready, String address, int managementPort) {
        String management = managementPort == 0 ? "" : "http://127.0.0.1:" + managementPort + "/health";
        return String.format(Locale.ROOT, "  %-15s %-10s %-45s %s", name, ready ? "ready" : "NOT READY", address,
                management).stripTrailing() + "\n" + state.endsOf(name).map(StatusText::ended).orElse("");
    }

    private static String causes(ServiceHealth health) {
        return health.problems().stream().map(problem -> String.format(Locale.ROOT, "  %-15s %s%n", "", problem))
                .collect(Collectors.joining());
    }

    private static String ended(ProcessExits ends) {
        return String.format(Locale.ROOT,
                "  %-15s ended by itself %s and was started again, last at %s with %s; log: %s%n",
                "", ends.times() == 1 ? "once" : ends.times() + " times",
                Instant.ofEpochMilli(ends.lastMillis()).truncatedTo(ChronoUnit.SECONDS), ends.exit(),
                ends.log());
    }
}
