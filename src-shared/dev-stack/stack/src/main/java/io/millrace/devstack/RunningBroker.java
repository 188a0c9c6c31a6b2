package io.millrace.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A broker's process. Start all nodes of a cluster before waiting for one: a node without a quorum never becomes ready.
 *
 * @param process the child
 * @param ready whether it has reported that it serves clients
 */
public record RunningBroker(ChildProcess process, BooleanSupplier ready) {
    /** The line by which a broker's process says that it serves clients. */
    static final String READY = "Kafka broker ready";

    private static final Duration START_PATIENCE = Duration.ofSeconds(60);

    /** Starts a node; its output goes to the log file and, line by line, to the receiver. */
    public static RunningBroker start(DevStackHome home, BrokerConfig config, Path log, Consumer<String> lines) {
        var ready = new AtomicBoolean();
        // The KafkaBroker class itself must not be loaded here: its class path is the child's.
        var command = JavaCommand.of("io.millrace.devstack.KafkaBroker", home.kafkaClassPath()).small()
                .property("org.slf4j.simpleLogger.defaultLogLevel", "warn")
                .property("org.slf4j.simpleLogger.showDateTime", true)
                .property("org.slf4j.simpleLogger.dateTimeFormat", "HH:mm:ss.SSS").argument(write(config).toString());
        var spec = ChildSpec.of("kafka-" + config.nodeId(), command, log).hiding("KAFKA_").tellingTo(lines)
                .tellingTo(line -> {
                    if (line.equals(READY)) {
                        ready.set(true);
                    }
                });
        return new RunningBroker(ChildProcess.start(spec), ready::get);
    }

    /** Waits until it serves clients. */
    public void awaitReady() {
        awaitReady(LineReceiver.NONE);
    }

    /** Waits until it serves clients, and reports the waiting. */
    void awaitReady(LineReceiver lines) {
        process.awaitReady(ready, START_PATIENCE, waited -> lines.line(SharedDevStack.NAME,
                "Waiting for Kafka to start, " + waited.toSeconds() + " s so far"));
    }

    private static Path write(BrokerConfig config) {
        var properties = new Properties();
        properties.putAll(config.serverProperties());
        var file = config.dataDir().resolveSibling("server-" + config.nodeId() + ".properties");
        try {
            Files.createDirectories(config.dataDir());
            try (var writer = Files.newBufferedWriter(file)) {
                properties.store(writer, "Written at every start of this node");
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("The broker's settings cannot be written to " + file, e);
        }
    }
}
