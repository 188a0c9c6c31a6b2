package io.millrace.bench.ingest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.millrace.bench.run.BenchFolders;
import io.millrace.bench.run.MainProgram;
import io.millrace.bench.run.ProcessFigures;
import io.millrace.devstack.ChildProcess;
import io.millrace.devstack.ChildSpec;
import io.millrace.devstack.DevStack;
import io.millrace.devstack.DevStackConfig;
import io.millrace.devstack.JavaCommand;
import io.millrace.devstack.LineReceiver;
import io.millrace.devstack.Ports;
import io.millrace.launcher.local.Checkout;
import io.millrace.launcher.local.ProcessGroup;
import io.millrace.launcher.local.ServiceProcess;
import io.millrace.launcher.local.Services;

/** A broker, a registry and packaged gateways on them, each started as {@code ./millrace up} starts it, on free ports. */
final class GatewayRig implements AutoCloseable {
    /**
     * A process under measurement.
     *
     * @param port
     *            where it takes events
     */
    record Subject(ChildProcess process, int port) {
        ProcessFigures figures() {
            return new ProcessFigures(process.pid());
        }
    }

    private final ProcessGroup processes = ProcessGroup.tiedToThisJvm();
    private final Path data;
    private final DevStack stack;
    private final List<Subject> subjects = new ArrayList<>();

    private GatewayRig() throws IOException {
        data = Files.createTempDirectory("millrace-bench");
        List<Integer> ports = Ports.free(4);
        stack = processes.add(DevStack.start(new DevStackConfig(Checkout.find().stack(), data, false, ports.get(0),
                ports.get(1), ports.get(2), ports.get(3), DevStackConfig.DEFAULT_PARTITIONS, Map.of())));
    }

    /** Starts one gateway of each checkout and waits until all are ready. */
    static GatewayRig start(List<Checkout> checkouts, UnaryOperator<JavaCommand> change) throws IOException {
        checkouts.forEach(Checkout::requireBuilt);
        GatewayRig rig = new GatewayRig();
        for (Checkout checkout : checkouts) {
            List<Integer> ports = Ports.free(2);
            Services services = new Services(checkout, rig.stack.bootstrapServers(), rig.stack.registryUrl(),
                    rig.data.resolve("gateway-" + rig.subjects.size()), LineReceiver.NONE).changing(change);
            ServiceProcess service = rig.processes.add(services.ingest(ports.get(0), ports.get(1)));
            service.awaitReady();
            rig.subjects.add(new Subject(service.process(), ports.get(0)));
        }
        return rig;
    }

    /** Starts an HTTP endpoint that does nothing but send to Kafka, with the JVM options of the gateway. */
    Subject bareEndpoint() {
        int port = Ports.free(1).getFirst();
        JavaCommand command = JavaCommand.of(MainProgram.MAIN_CLASS, System.getProperty("java.class.path"))
                .option("@" + Checkout.find().jvmOptions("ingest-service"))
                .argument("serve-bare-endpoint").argument("--bootstrap-servers=" + bootstrapServers())
                .argument("--port=" + port).argument("--topic=bare-endpoint");
        ChildProcess process = processes.add(ChildProcess
                .start(ChildSpec.of("bare-endpoint", command, data.resolve("logs/bare-endpoint.log"))
                        .with(Services.FEW_ARENAS)));
        process.awaitReady(() -> listens(port), Duration.ofSeconds(60));
        return new Subject(process, port);
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    List<Subject> subjects() {
        return subjects;
    }

    DevStack stack() {
        return stack;
    }

    String bootstrapServers() {
        return stack.bootstrapServers();
    }

    @Override
    public void close() throws IOException {
        processes.close();
        BenchFolders.delete(data);
    }
}
