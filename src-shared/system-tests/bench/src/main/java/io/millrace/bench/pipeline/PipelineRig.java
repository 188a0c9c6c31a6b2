package io.millrace.bench.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.bench.orders.OrderEvents;
import io.millrace.bench.run.BenchFolders;
import io.millrace.bench.run.ProcessFigures;
import io.millrace.contracts.registry.ApicurioContractRegistry;
import io.millrace.contracts.registry.StreamProvisioner;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.devstack.DevStack;
import io.millrace.devstack.DevStackConfig;
import io.millrace.devstack.LineReceiver;
import io.millrace.devstack.Ports;
import io.millrace.launcher.local.Checkout;
import io.millrace.launcher.local.ProcessGroup;
import io.millrace.launcher.local.ServiceProcess;
import io.millrace.launcher.local.Services;
import org.apache.kafka.clients.admin.Admin;

/** A broker and a registry with the stream of orders, and packaged services on them with the options of their images. */
final class PipelineRig implements AutoCloseable {
    private static final Duration LONG = Duration.ofHours(1);
    /** For a full machine: after 4 s without the processor, the dev stack's broker would lose its partitions. */
    private static final Map<String, String> PATIENT = Map.of("broker.session.timeout.ms", "60000");
    private static final Duration NEVER = Duration.ofDays(1);

    private final ProcessGroup processes = ProcessGroup.tiedToThisJvm();
    private final Path data;
    private final DevStack stack;
    private final Contract contract;
    private final TopicFiller filler;
    private final List<String> jvmOptions;
    private int runs;

    /**
     * @param partitions
     *            of the topic
     * @param freshness
     *            the freshness target in the contract; none when empty
     * @param jvmOptions
     *            of the services, after those of their images
     */
    PipelineRig(int partitions, String freshness, List<String> jvmOptions) throws IOException {
        this.jvmOptions = jvmOptions;
        data = Files.createTempDirectory("millrace-bench");
        List<Integer> ports = Ports.free(4);
        stack = processes.add(DevStack.start(new DevStackConfig(Checkout.find().stack(), data, false, ports.get(0),
                ports.get(1), ports.get(2), ports.get(3), DevStackConfig.DEFAULT_PARTITIONS, PATIENT)));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            contract = new StreamProvisioner(new ApicurioContractRegistry(stack.registryUrl()), admin,
                    new StreamProvisioner.TopicSettings(partitions, (short) 1, 1))
                    .provision(new StreamName(OrderEvents.STREAM), avsc(freshness));
        }
        filler = processes.add(new TopicFiller(stack.bootstrapServers(), contract));
    }

    private static String avsc(String freshness) throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode schema = (ObjectNode) json.readTree(OrderEvents.contract());
        if (!freshness.isEmpty()) {
            schema.withObject("/millrace").put("freshness", freshness);
        }
        return json.writeValueAsString(schema);
    }

    TopicFiller filler() {
        return filler;
    }

    ProcessFigures broker() {
        return new ProcessFigures(stack.broker().pid());
    }

    /** Starts the continuous writer of a checkout on an empty folder of tables. */
    ServiceRun stream(Checkout checkout) {
        Path folder = data.resolve("run-" + runs++);
        Services services = services(checkout, "stream-service", folder);
        return run(services.stream(Ports.free(1).getFirst()), folder);
    }

    /** Starts one run of the scheduled writer of a checkout on an empty folder of tables. */
    ServiceRun batch(Checkout checkout) {
        Path folder = data.resolve("run-" + runs++);
        Services services = services(checkout, "batch-service", folder)
                .changing(command -> command.property("millrace.batch.mode", "once"));
        return run(services.batch(Ports.free(1).getFirst(), NEVER), folder);
    }

    /** Starts the gateway of a checkout. */
    Gateway ingest(Checkout checkout) {
        List<Integer> ports = Ports.free(2);
        // The rig has made the stream, with the settings that it wants; the bundled contract would change them.
        Services services = services(checkout, "ingest-service", data.resolve("run-" + runs++))
                .changing(command -> command.property("millrace.contracts.provision", ""));
        return new Gateway(processes.add(services.ingest(ports.get(0), ports.get(1))), ports.get(0));
    }

    private Services services(Checkout checkout, String service, Path folder) {
        return new Services(checkout, stack.bootstrapServers(), stack.registryUrl(), folder, LineReceiver.NONE)
                .changing(new ServiceImage(checkout, service, jvmOptions));
    }

    private ServiceRun run(ServiceProcess service, Path folder) {
        return new ServiceRun(processes.add(service), broker(), Services.tables(folder).resolve(OrderEvents.STREAM),
                LONG);
    }

    @Override
    public void close() throws IOException {
        processes.close();
        BenchFolders.delete(data);
    }
}
