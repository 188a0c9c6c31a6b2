package io.millrace.devstack;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * The main class of a broker's process: {@code KafkaBroker <server.properties>}. It formats the storage at the first start, resumes
 * at every later one, and prints {@link RunningBroker#READY} when clients are served.
 */
public final class KafkaBroker {
    // The same for all, so that the nodes of a cluster agree: base64 of "millrace-dev-001".
    private static final String CLUSTER_ID = "bWlsbHJhY2UtZGV2LTAwMQ";

    private KafkaBroker() {}

    public static void main(String[] arguments) throws Exception {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(Path.of(arguments[0]))) {
            properties.load(reader);
        }
        var config = KafkaConfig.fromProps(properties, false);
        format(config.nodeId(), Path.of(properties.getProperty("log.dirs")),
                properties.getProperty("controller.listener.names"));
        var server = new KafkaRaftServer(config, Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "broker-shutdown"));
        server.startup();
        System.out.println(RunningBroker.READY);
        System.out.flush();
        server.awaitShutdown();
    }

    private static void format(int nodeId, Path directory, String controllerListener) throws Exception {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        createDirectories(directory);
        var silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        new Formatter().setPrintStream(silent).setNodeId(nodeId).setClusterId(CLUSTER_ID)
                .setControllerListenerName(controllerListener).setMetadataLogDirectory(directory.toString())
                .addDirectory(directory.toString()).setIgnoreFormatted(true)
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .setUnstableFeatureVersionsEnabled(false).run();
    }

    private static void createDirectories(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new DevStackException("The broker's data directory " + directory + " cannot be created", e);
        }
    }
}
