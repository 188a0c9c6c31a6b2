package io.millrace.launcher.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import io.millrace.contracts.settings.SettingVariables;
import io.millrace.devstack.ChildProcess;
import io.millrace.devstack.ChildSpec;
import io.millrace.devstack.DevStackHome;
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
 * @param settings
 *            variables of the environment that configure them, in place of the defaults here; others of such names are
 *            hidden from them
 */
public record Services(
        Checkout checkout,
        String bootstrapServers,
        String registryUrl,
        Path data,
        LineReceiver lines,
        UnaryOperator<JavaCommand> change,
        Map<String, String> settings) {
    /** As in the images: glibc else keeps what the compilers once needed, per thread. */
    public static final Map<String, String> FEW_ARENAS = Map.of("MALLOC_ARENA_MAX", "2");
    /** The options of the images give the heap a share of the container's memory, which would be most of this machine. */
    private static final String WRITERS_HEAP = "384m";
    private static final List<String> LAUNCHERS_OWN = List.of("MILLRACE_JDKS");
    private static final List<String> NO_SETTINGS = List.of("MILLRACE_JDKS", DevStackHome.VARIABLE);
    private static final List<String> OF_ANOTHER_KAFKA = List.of("KAFKA_", "MP_");
    private static final String TABLES_ROOT = "millrace.tables.root";
    private static final String KEYS_FILE = "millrace.batch.operations.keys-file";
    private static final String REGISTRY_URL = "millrace.registry.url";
    private static final List<String> FIXED = List.of(REGISTRY_URL, TABLES_ROOT,
            "millrace.contracts.replication-factor",
            "millrace.contracts.min-insync-replicas", "quarkus.http.host", "quarkus.http.port",
            "quarkus.management.host", "quarkus.management.port");

    /** Starts them as they are. */
    public Services(Checkout checkout, String bootstrapServers, String registryUrl, Path data, LineReceiver lines) {
        this(checkout, bootstrapServers, registryUrl, data, lines, UnaryOperator.identity(), Map.of());
    }

    /** The same services with a change to the command line of each, after the changes that are made already. */
    public Services changing(UnaryOperator<JavaCommand> further) {
        return new Services(checkout, bootstrapServers, registryUrl, data, lines,
                command -> further.apply(change.apply(command)), settings);
    }

    /**
     * The same services with the settings of an environment: variables {@code MILLRACE_*} and {@code QUARKUS_*}. What leads to
     * another Kafka, {@code KAFKA_*} and {@code MP_*}, stays hidden.
     */
    public Services withSettingsOf(Map<String, String> environment) {
        Map<String, String> used = new TreeMap<>(environment);
        used.keySet().removeIf(name -> LAUNCHERS_OWN.contains(name)
                || !(name.startsWith("MILLRACE_") || name.startsWith("QUARKUS_")));
        return new Services(checkout, bootstrapServers, registryUrl, data, lines, change, Map.copyOf(used));
    }

    /** The variables of an environment that have no effect, since this system has its own Kafka, registry, ports and folder. */
    public static List<String> ignored(Map<String, String> environment) {
        List<String> fixed = FIXED.stream().map(Services::variable).toList();
        return environment.keySet().stream()
                .filter(name -> fixed.contains(name) || OF_ANOTHER_KAFKA.stream().anyMatch(name::startsWith)).sorted()
                .toList();
    }

    /** The variables of an environment that look like settings of Millrace and are none. */
    public static List<String> unknown(Map<String, String> environment) {
        return SettingVariables.unknown(environment.keySet(), NO_SETTINGS);
    }

    /** The folder that holds one table folder per stream. */
    public static Path tables(Path data) {
        return data.resolve("tables");
    }

    /** Starts the gateway; it makes the two sample streams itself. */
    public ServiceProcess ingest(int httpPort, int managementPort) {
        return start("ingest-service", managementPort, command("ingest-service", httpPort, managementPort)
                .property("millrace.contracts.provision", "earthquake,order")
                .property("millrace.contracts.partitions", 3)
                .property("millrace.contracts.replication-factor", 1)
                .property("millrace.contracts.min-insync-replicas", 1)
                // Reachable from this machine only.
                .property("millrace.ingest.security", "open"));
    }

    /** Starts the continuous writer. */
    public ServiceProcess stream(int managementPort) {
        return start("stream-service", managementPort, command("stream-service", 0, managementPort)
                .heap(WRITERS_HEAP)
                .property(TABLES_ROOT, tables(data)));
    }

    /** Starts the scheduled writer. */
    public ServiceProcess batch(int managementPort, Duration every) {
        return start("batch-service", managementPort, batchCommand(managementPort, every));
    }

    /**
     * Starts the scheduled writer with the console. It takes the key of {@link OperatorKey}, unless the settings name another
     * file of keys.
     *
     * @param httpPort
     *            of the gateway, for the examples that the console shows
     */
    ServiceProcess batchWithConsole(int managementPort, int httpPort, Duration every) {
        JavaCommand command = batchCommand(managementPort, every)
                .property("millrace.batch.operations.gateway-url", "http://127.0.0.1:" + httpPort);
        return start("batch-service", managementPort, settings.containsKey(variable(KEYS_FILE))
                ? command
                : command.property(KEYS_FILE, OperatorKey.keysFile(data)));
    }

    private JavaCommand batchCommand(int managementPort, Duration every) {
        return command("batch-service", 0, managementPort)
                .heap(WRITERS_HEAP)
                .property(TABLES_ROOT, tables(data))
                .property("millrace.batch.every", every.toSeconds() + "s")
                .property("millrace.batch.audit.cover-within", every.toSeconds() + "s");
    }

    private JavaCommand command(String service, int httpPort, int managementPort) {
        return JavaCommand.quarkus(checkout.jar(service)).option("@" + checkout.jvmOptions(service))
                .property("quarkus.http.host", "127.0.0.1").property("quarkus.http.port", httpPort)
                .property("quarkus.management.host", "127.0.0.1")
                .property("quarkus.management.port", managementPort)
                .property("quarkus.log.console.json.enabled", false)
                .property("kafka.bootstrap.servers", bootstrapServers)
                .property(REGISTRY_URL, registryUrl);
    }

    private ServiceProcess start(String name, int managementPort, JavaCommand command) {
        Path log = data.resolve("logs").resolve(name + ".log");
        Map<String, String> environment = new TreeMap<>(settings);
        environment.putAll(FEW_ARENAS);
        ChildSpec spec = ChildSpec.of(name, change.apply(configured(command)), log)
                .hiding("QUARKUS_", "MILLRACE_", "KAFKA_", "MP_").with(environment)
                .tellingTo(line -> lines.line(name, line));
        return new ServiceProcess(ChildProcess.start(spec), managementPort);
    }

    /** A system property beats a variable: the ones that are only defaults go when there is a variable for them. */
    JavaCommand configured(JavaCommand command) {
        Map<String, String> properties = new TreeMap<>(command.systemProperties());
        properties.keySet().removeIf(key -> !FIXED.contains(key) && settings.containsKey(variable(key)));
        return new JavaCommand(command.java(), command.options(), properties, command.classPath(), command.mainClass(),
                command.arguments());
    }

    /** The variable of a configuration key. */
    private static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
