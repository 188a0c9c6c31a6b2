package io.millrace.bench.console;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import io.millrace.bench.browser.Browser;
import io.millrace.bench.browser.Key;
import io.millrace.contracts.schema.StreamName;
import io.millrace.devstack.DevStack;
import io.millrace.devstack.DevStackConfig;
import io.millrace.devstack.JavaCommand;
import io.millrace.devstack.LineReceiver;
import io.millrace.devstack.Ports;
import io.millrace.launcher.letters.RedriveProducer;
import io.millrace.launcher.local.Checkout;
import io.millrace.launcher.local.GatewayClient;
import io.millrace.launcher.local.ProcessGroup;
import io.millrace.launcher.local.ServiceProcess;
import io.millrace.launcher.local.Services;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * A system on free ports as it runs in Kubernetes: a gateway, a stream writer, a batch-service in mode {@code operations} with the
 * console, and runs of batch-service in mode {@code once}.
 */
public final class ConsoleSystem implements AutoCloseable {
    private static final Duration MERGE_RUN = Duration.ofMinutes(3);
    private static final String MODE = "millrace.batch.mode";

    private final List<Integer> ports = Ports.free(9);
    private final ProcessGroup processes = ProcessGroup.tiedToThisJvm();
    private final Path data;
    private final DevStack stack;
    private final Services services;
    private final ServiceProcess stream;
    private final ServiceProcess operations;
    private final GatewayClient gateway;

    private ConsoleSystem(Checkout checkout, Path data, Map<String, String> users, UnaryOperator<JavaCommand> change,
            UnaryOperator<JavaCommand> writersChange) throws IOException {
        this.data = data;
        Path keys = ConsoleKeys.write(Files.createDirectories(data).resolve("keys.txt"), users);
        stack = processes.add(DevStack.start(new DevStackConfig(checkout.stack(), data, false, ports.get(0),
                ports.get(1), ports.get(2), ports.get(3), 1, Map.of())));
        services = new Services(checkout, stack.bootstrapServers(), stack.registryUrl(), data, LineReceiver.NONE)
                .changing(change);
        ServiceProcess ingest = processes.add(services
                .changing(command -> pollingOften(command).property("millrace.contracts.provision", "")
                        .property("millrace.contracts.partitions", 1))
                .ingest(ports.get(4), ports.get(5)));
        stream = processes.add(services.changing(command -> pollingOften(command)
                .property("mp.messaging.incoming.events.metadata.max.age.ms", 1_000)).changing(writersChange)
                .stream(ports.get(6)));
        operations = processes.add(services.changing(command -> command.property(MODE, "operations")
                .property("millrace.batch.operations.keys-file", keys)).batch(ports.get(7), Duration.ofHours(1)));
        gateway = processes.add(new GatewayClient(URI.create("http://127.0.0.1:" + ports.get(4))));
        List.of(ingest, stream, operations).forEach(ServiceProcess::awaitReady);
    }

    /**
     * Starts it and waits until everything is ready.
     *
     * @param data
     *            an empty folder
     * @param users
     *            the grants of the users of the console, by name
     * @param change
     *            changes the command lines of the services
     * @param writersChange
     *            changes that of the stream writer after that
     */
    public static ConsoleSystem start(Checkout checkout, Path data, Map<String, String> users,
            UnaryOperator<JavaCommand> change, UnaryOperator<JavaCommand> writersChange) throws IOException {
        checkout.requireBuilt();
        return new ConsoleSystem(checkout, data, users, change, writersChange);
    }

    private static JavaCommand pollingOften(JavaCommand command) {
        return command.property("millrace.contracts.poll-interval", "500ms");
    }

    /** Creates a stream. */
    public void create(String name, String contract) {
        gateway.evolve(new StreamName(name), contract);
    }

    /** Sends events, in lines of JSON, and requires that they are stored. */
    public void send(String name, String lines) {
        GatewayClient.Answer answer = gateway.send(name, GatewayClient.NDJSON, lines);
        if (!answer.stored()) {
            throw new IllegalStateException("Events of stream " + name + " were not stored: " + answer.body());
        }
    }

    /** Writes records that are no events into the topic of a stream: each becomes a dead letter. */
    public void poison(String name, int records) throws InterruptedException {
        try (Producer<byte[], byte[]> producer = RedriveProducer.of(stack.bootstrapServers())) {
            List<Future<RecordMetadata>> sent = IntStream.range(0, records).mapToObj(number -> producer
                    .send(new ProducerRecord<>(name, bytes("key-" + number), bytes("no event")))).toList();
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka does not take a record of stream " + name, e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Runs batch-service once: it merges what waits, and writes the tables of letters.
     *
     * @throws IllegalStateException
     *             when it does not end within three minutes, or ends with another exit code than 0
     */
    public void runBatch() throws InterruptedException {
        try (ServiceProcess run = services.changing(command -> command.property(MODE, "once")).batch(ports.get(8),
                Duration.ofHours(1))) {
            long deadline = System.nanoTime() + MERGE_RUN.toNanos();
            while (run.process().isAlive() && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            if (run.process().exitCode().orElse(-1) != 0) {
                throw new IllegalStateException(
                        "batch-service did not end its run with 0:\n" + String.join("\n", run.process().lastLines()));
            }
        }
    }

    /** Signs in to the console with the keyboard. */
    public void signIn(Browser browser, String user) {
        browser.open(address("/sign-in"));
        browser.type(ConsoleKeys.of(user));
        browser.press(Key.ENTER);
    }

    /** The address of a page of the console. */
    public String address(String page) {
        return "http://127.0.0.1:" + operations.managementPort() + "/console" + page;
    }

    /** The stream writer. */
    public ServiceProcess stream() {
        return stream;
    }

    /** The addresses of Kafka. */
    public String bootstrapServers() {
        return stack.bootstrapServers();
    }

    /** The API of the registry. */
    public String registryUrl() {
        return stack.registryUrl();
    }

    /** The folder of the tables. */
    public Path tables() {
        return Services.tables(data);
    }

    @Override
    public void close() {
        processes.close();
    }
}
