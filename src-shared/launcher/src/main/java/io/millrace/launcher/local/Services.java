package io.millrace.launcher.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.millrace.devstack.ChildProcess;
import io.millrace.devstack.ChildSpec;
import io.millrace.devstack.JavaCommand;
import io.millrace.devstack.LineReceiver;

/**
 * Starts the three services of a checkout as children of this JVM, on one Kafka, one registry and one folder of tables.
 *
 * @param checkout
 *            where their jars are
 * @param bootstrapServers
 *            of Kafka
 * @param registryUrl
 *            the registry's v3 API
 * @param data
 *            the folder of tables, logs and work
 * @param lines
 *            receives what they print
 * @param change
 *            has the last word on the command line of each
 */
public record Services(
        Checkout checkout,
        String bootstrapServers,
        String registryUrl,
        Path data,
        LineReceiver lines,
        UnaryOperator<JavaCommand> change) {
    /** As in the images: glibc else keeps what the compilers once needed, per thread. */
    public static final Map<String, String> FEW_ARENAS = Map.of("MALLOC_ARENA_MAX", "2");

    /** Starts them as they are. */
    public Services(Checkout checkout, String bootstrapServers, String registryUrl, Path data, LineReceiver lines) {
        this(checkout, bootstrapServers, registryUrl, data, lines, UnaryOperator.identity());
    }

    /** The same services with a change to the command line of each, after the changes that are made already. */
    public Services changing(UnaryOperator<JavaCommand> further) {
        return new Services(checkout, bootstrapServers, registryUrl, data, lines,
                command -> further.apply(change.apply(command)));
    }

    /** The folder that holds one table folder per stream. */
    public static Path tables(Path data) {
        return data.resolve("tables");
    }

    /** Starts the gateway; it makes the two sample streams itself. */
    public Service ingest(int httpPort, int managementPort) {
        return start("ingest-service", managementPort, command("ingest-service", httpPort, managementPort)
                .option("@" + checkout.jvmOptions("ingest-service"))
                .property("millrace.contracts.provision", "earthquake,order")
                .property("millrace.contracts.partitions", 3)
                .property("millrace.contracts.replication-factor", 1)
                .property("millrace.contracts.min-insync-replicas", 1)
                // Reachable from this machine only.
                .property("millrace.ingest.security", "open"));
    }

    /** Starts the continuous writer. */
    public Service stream(int managementPort) {
        return start("stream-service", managementPort, small(command("stream-service", 0, managementPort))
                .property("millrace.tables.root", tables(data)));
    }

    /** Starts the scheduled writer. */
    public Service batch(int managementPort, Duration every) {
        return start("batch-service", managementPort, small(command("batch-service", 0, managementPort))
                .property("millrace.tables.root", tables(data))
                .property("millrace.batch.every", every.toSeconds() + "s"));
    }

    private static JavaCommand small(JavaCommand command) {
        return command.heap("384m").option("-XX:+UseSerialGC").option("-XX:TieredStopAtLevel=1");
    }

    private JavaCommand command(String service, int httpPort, int managementPort) {
        return JavaCommand.quarkus(checkout.jar(service))
                .property("quarkus.http.host", "127.0.0.1").property("quarkus.http.port", httpPort)
                .property("quarkus.management.host", "127.0.0.1")
                .property("quarkus.management.port", managementPort)
                .property("quarkus.log.console.json.enabled", false)
                .property("kafka.bootstrap.servers", bootstrapServers)
                .property("millrace.registry.url", registryUrl);
    }

    private Service start(String name, int managementPort, JavaCommand command) {
        Path log = data.resolve("logs").resolve(name + ".log");
        ChildSpec spec = ChildSpec.of(name, change.apply(command), log).hiding("QUARKUS_", "MILLRACE_", "KAFKA_", "MP_")
                .with(FEW_ARENAS)
                .tellingTo(line -> lines.line(name, line));
        return new Service(ChildProcess.start(spec), managementPort);
    }
}
