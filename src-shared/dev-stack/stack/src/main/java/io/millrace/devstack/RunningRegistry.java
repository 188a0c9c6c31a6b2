package io.millrace.devstack;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A registry's process.
 *
 * @param process the child
 * @param config its settings
 */
public record RunningRegistry(ChildProcess process, RegistryServerConfig config) {
    private static final Duration START_PATIENCE = Duration.ofSeconds(90);
    private static final int CONNECT_MS = 300;
    private static final int READ_MS = 2000;

    /** Starts it; its output goes to the log file and, line by line, to the receiver. */
    public static RunningRegistry start(DevStackHome home, RegistryServerConfig config, Path log,
            Consumer<String> lines) {
        // Settings of the services around it come as variables of the same names; they are not meant for the registry.
        var spec = ChildSpec.of("registry", config.command(home), log).hiding("QUARKUS_", "APICURIO_", "KAFKA_")
                .tellingTo(lines);
        return new RunningRegistry(ChildProcess.start(spec), config);
    }

    void awaitReady(LineReceiver lines) {
        process.awaitReady(() -> isReady(config), START_PATIENCE, waited -> lines.line(SharedDevStack.NAME,
                "Waiting for the registry to start, " + waited.toSeconds() + " s so far"));
    }

    /** Whether it says that it is ready now. */
    public boolean isReady() {
        return isReady(config);
    }

    static boolean isReady(RegistryServerConfig config) {
        try {
            var connection = (HttpURLConnection) URI.create(config.readinessUrl()).toURL().openConnection();
            connection.setConnectTimeout(CONNECT_MS);
            connection.setReadTimeout(READ_MS);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        }
    }
}
