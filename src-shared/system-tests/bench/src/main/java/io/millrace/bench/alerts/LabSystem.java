package io.millrace.bench.alerts;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import io.millrace.contracts.schema.StreamName;
import io.millrace.launcher.local.Checkout;
import io.millrace.launcher.local.GatewayClient;
import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.local.ProcessGroup;
import io.millrace.launcher.local.Services;
import io.millrace.launcher.local.SystemPorts;
import io.millrace.launcher.local.UpState;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * The system of {@code ./millrace up}, on its standard ports, because that is what the runbooks are written for. Its data is in
 * a folder of its own.
 */
final class LabSystem implements AutoCloseable {
    private static final Duration READY = Duration.ofMinutes(4);
    private static final int END_S = 60;
    /** Short intervals of batch-service, so that a run takes minutes. */
    private static final Map<String, String> SETTINGS = Map.of("MILLRACE_BATCH_EVERY", "5s",
            "MILLRACE_BATCH_SIGNALS_EVERY", "2s", "MILLRACE_BATCH_AUDIT_COVER_WITHIN", "8s",
            "MILLRACE_CONTRACTS_POLL_INTERVAL", "2s");
    private static final SystemPorts PORTS = SystemPorts.STANDARD;

    private final Checkout checkout;
    private final Path data;
    private final Process up;
    private final GatewayClient gateway = new GatewayClient(URI.create(PORTS.gatewayUrl()));

    private LabSystem(Checkout checkout, Path data, Process up) {
        this.checkout = checkout;
        this.data = data;
        this.up = up;
    }

    /**
     * Starts it and waits until everything is ready.
     *
     * @param processes
     *            ends it
     * @throws LauncherException
     *             when a system runs from this checkout already, or this one does not become ready
     */
    static LabSystem start(Checkout checkout, Path data, ProcessGroup processes)
            throws IOException, InterruptedException {
        checkout.requireBuilt();
        if (UpState.running(checkout).isPresent()) {
            throw new LauncherException("A system runs from this checkout, and this command needs its ports. Stop it"
                    + " with ./millrace down");
        }
        PORTS.requireFree();
        Path log = Files.createDirectories(data.resolve("logs")).resolve("up.log");
        ProcessBuilder builder = new ProcessBuilder(checkout.directory().resolve("millrace").toString(), "up", "--data",
                data.toString()).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(SETTINGS);
        LabSystem system = processes.add(new LabSystem(checkout, data, builder.start()));
        boolean ready = Waiting.within(READY,
                () -> !system.up.isAlive() || UpState.running(checkout).filter(UpState::ready).isPresent());
        if (!ready || !system.up.isAlive()) {
            throw new LauncherException("The system did not become ready; its log is " + log);
        }
        return system;
    }

    /** Runs a line of a runbook with bash in the checkout; its exit code. The output goes to a log. */
    int run(String line, Map<String, String> variables) throws IOException, InterruptedException {
        Path log = data.resolve("logs/commands.log");
        Files.writeString(log, "\n$ " + line + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", line).directory(checkout.directory().toFile())
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(variables);
        builder.environment().put("PATH",
                KafkaPrograms.in(data.resolve("tools"), checkout) + ":" + builder.environment().get("PATH"));
        return builder.start().waitFor();
    }

    /** The variables that are the same for each runbook, with those of a fault. */
    Map<String, String> variables(String stream, Map<String, String> ofFault) {
        Map<String, String> variables = new TreeMap<>(ofFault);
        variables.put("S", stream);
        variables.put("KAFKA", bootstrapServers());
        variables.put("TABLES", tables().toString());
        return variables;
    }

    /** The process id of a part, by a word of its command line. */
    long pid(String word) throws IOException, InterruptedException {
        Process search = new ProcessBuilder("pgrep", "-P", Long.toString(up.pid()), "-f", word)
                .redirectErrorStream(true).start();
        List<String> pids = new String(search.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        if (search.waitFor() != 0 || pids.size() != 1) {
            throw new IllegalStateException(
                    "Not one process of the system with " + word + " in its command line: " + pids);
        }
        return Long.parseLong(pids.getFirst());
    }

    /** Sends a signal to a process. */
    static void signal(String signal, long pid) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).inheritIO().start().waitFor();
        if (exit != 0) {
            throw new IllegalStateException("kill -" + signal + " " + pid + " ended with " + exit);
        }
    }

    /** Registers the contract of a stream. */
    void create(String stream, String contract) {
        gateway.evolve(new StreamName(stream), contract);
    }

    /** Sends events, in lines of JSON, and requires that they are stored. */
    void send(String stream, String lines) {
        GatewayClient.Answer answer = gateway.send(stream, GatewayClient.NDJSON, lines);
        if (!answer.stored()) {
            throw new IllegalStateException("Events of stream " + stream + " were not stored: " + answer.body());
        }
    }

    /** Sends events once, whatever the answer is. */
    void offer(String stream, String lines) {
        try {
            var unused = gateway.offer(stream, GatewayClient.NDJSON, lines);
        } catch (LauncherException unanswered) {
            // As good as an error for this purpose: the gateway counts it.
        }
    }

    /** A client for the administration of Kafka; the caller closes it. */
    Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()));
    }

    String bootstrapServers() {
        return "127.0.0.1:" + PORTS.kafka();
    }

    /** The folder of the tables. */
    Path tables() {
        return Services.tables(data);
    }

    /** A folder beside the tables, on the same disk. */
    Path data() {
        return data;
    }

    /** The ports of the metrics by service. */
    static Map<String, Integer> metrics() {
        return Map.of("ingest-service", PORTS.ingestManagement(), "stream-service", PORTS.streamManagement(),
                "batch-service", PORTS.batchManagement());
    }

    @Override
    public void close() {
        gateway.close();
        up.destroy();
        try {
            if (!up.waitFor(END_S, TimeUnit.SECONDS)) {
                up.destroyForcibly();
            }
        } catch (InterruptedException e) {
            up.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
