package io.millrace.systemtests.debezium;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

import io.millrace.contracts.registry.ApicurioContractRegistry;
import io.millrace.contracts.registry.StreamProvisioner;
import io.millrace.contracts.schema.StreamName;
import io.millrace.devstack.ChildProcess;
import io.millrace.devstack.DevStack;
import io.millrace.devstack.DevStackConfig;
import io.millrace.devstack.LineReceiver;
import io.millrace.devstack.Ports;
import io.millrace.launcher.local.Checkout;
import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.local.ProcessGroup;
import io.millrace.launcher.local.ServiceProcess;
import io.millrace.launcher.local.Services;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** A gateway for Debezium: it requires signed requests and has a stream for the table {@code orders}. */
final class GatewayForDebezium {
    static final StreamName STREAM = new StreamName("orders");
    private static final int PORTS = 7;
    private static final int PARTITIONS = 3;

    private final List<Integer> ports = Ports.free(PORTS);
    private final DevStack stack;
    private final Admin admin;
    private final ServiceProcess ingest;
    private final ServiceProcess stream;

    /**
     * Starts it and waits until it is ready; the processes ends it.
     *
     * @param secret
     *            what Debezium signs with
     */
    GatewayForDebezium(Checkout checkout, Path data, String secret, ProcessGroup processes) {
        this.stack = processes.add(DevStack.start(new DevStackConfig(checkout.stack(), data, false, ports.get(0),
                ports.get(1), ports.get(2), ports.get(3), DevStackConfig.DEFAULT_PARTITIONS, Map.of())));
        this.admin = processes.add(Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers())));
        new StreamProvisioner(new ApicurioContractRegistry(stack.registryUrl()), admin,
                new StreamProvisioner.TopicSettings(PARTITIONS, (short) 1, 1)).provision(STREAM, OrderRow.CONTRACT);
        Services services = new Services(checkout, stack.bootstrapServers(), stack.registryUrl(), data,
                LineReceiver.NONE);
        Path senders = senders(data, secret);
        this.ingest = processes.add(services.changing(command -> command
                .property("millrace.ingest.security", "required")
                .property("millrace.ingest.access.webhooks-file", senders)
                .property("millrace.ingest.tables.\"postgres.public.orders\"", STREAM))
                .ingest(ports.get(4), ports.get(5)));
        this.stream = processes.add(services.stream(ports.get(6)));
        ingest.awaitReady();
        stream.awaitReady();
    }

    /** Where Debezium sends to. */
    URI sink() {
        return URI.create("http://127.0.0.1:" + ports.get(4) + "/v1/cdc/debezium");
    }

    /** Kills the broker. */
    void killBroker() {
        stack.broker().kill();
    }

    /** Starts the broker again on its data. */
    void restartBroker() {
        stack.restartBroker();
    }

    /** How many records the stream's topic has. */
    long records() {
        return end(STREAM.topic());
    }

    /** How many dead letters there are. */
    long deadLetters() {
        return end(STREAM.deadLetterTopic());
    }

    /** Checks that no process has ended. */
    void requireAlive() {
        for (ChildProcess process : List.of(stack.broker(), stack.registry(), ingest.process(), stream.process())) {
            if (!process.isAlive()) {
                throw new LauncherException("Process " + process.name() + " ended with exit code "
                        + process.exitCode().orElse(-1) + ". Its last lines:\n"
                        + String.join("\n", process.lastLines()));
            }
        }
    }

    private long end(String topic) {
        try {
            var partitions = admin.describeTopics(List.of(topic)).allTopicNames().get().values().iterator().next()
                    .partitions();
            return admin.listOffsets(partitions.stream()
                    .collect(Collectors.toMap(p -> new TopicPartition(topic, p.partition()), p -> OffsetSpec.latest())))
                    .all().get().values().stream().mapToLong(info -> info.offset()).sum();
        } catch (ExecutionException e) {
            throw new LauncherException("Kafka does not describe the topic " + topic + " (" + e.getCause()
                    + "). Look at the log of the broker.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("Interrupted while asking Kafka about the topic " + topic, e);
        }
    }

    private static Path senders(Path data, String secret) {
        try {
            return Files.writeString(Files.createDirectories(data).resolve("webhooks"),
                    "debezium " + secret + " write:" + STREAM + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("The file of who may send could not be written to " + data, e);
        }
    }
}
