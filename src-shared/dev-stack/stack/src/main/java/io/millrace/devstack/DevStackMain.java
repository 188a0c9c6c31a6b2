package io.millrace.devstack;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * A stack in the foreground, until standard input ends or SIGTERM comes. It prints {@code READY kafka=... registry=...}.
 * <p>
 * {@code DevStackMain --data-dir=DIR [--kafka-port=N --controller-port=N --registry-port=N --registry-management-port=N]
 * [--partitions=N]}: with all four ports the data is kept, with none the stack is ephemeral.
 */
public final class DevStackMain {
    private static final Set<String> PORTS = Set.of("kafka-port", "controller-port", "registry-port",
            "registry-management-port");
    private static final Set<String> OTHERS = Set.of("data-dir", "partitions");

    private DevStackMain() {}

    public static void main(String[] arguments) {
        try {
            var config = config(arguments);
            ParentWatch.tie();
            run(config);
        } catch (DevStackException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void run(DevStackConfig config) {
        var stack = DevStack.start(config, (process, line) -> System.err.println(process + " | " + line));
        var closing = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            closing.set(true);
            stack.close();
        }, "dev-stack-close"));
        System.out.println("READY kafka=" + stack.bootstrapServers() + " registry=" + stack.registryUrl());
        System.out.flush();
        var dead = (ChildProcess) CompletableFuture.anyOf(stack.broker().onExit(), stack.registry().onExit()).join();
        if (closing.get()) {
            return;
        }
        throw new DevStackException(
                "Process " + dead.name() + " has ended with exit code " + dead.exitCode().orElseThrow()
                        + ", so the dev stack ends too.");
    }

    static DevStackConfig config(String... arguments) {
        var options = Arrays.stream(arguments).map(DevStackMain::option)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        if (!options.containsKey("data-dir")) {
            throw new IllegalArgumentException("No data directory given. Add --data-dir=DIR");
        }
        var dataDir = Path.of(options.get("data-dir"));
        var given = PORTS.stream().filter(options::containsKey).count();
        if (given != 0 && given != PORTS.size()) {
            throw new IllegalArgumentException(
                    "Give all four ports (" + PORTS.stream().sorted().toList() + ") or none.");
        }
        var config = given == 0
                ? DevStackConfig.ephemeral(dataDir)
                : DevStackConfig.fixed(dataDir, number(options, "kafka-port"), number(options, "controller-port"),
                        number(options, "registry-port"), number(options, "registry-management-port"));
        return options.containsKey("partitions") ? config.withDefaultPartitions(number(options, "partitions")) : config;
    }

    private static Map.Entry<String, String> option(String argument) {
        var parts = argument.replaceFirst("^--", "").split("=", 2);
        if (parts.length != 2 || !(PORTS.contains(parts[0]) || OTHERS.contains(parts[0]))) {
            throw new IllegalArgumentException(
                    "Unknown argument " + argument + ". Known, as --key=value: " + PORTS + OTHERS);
        }
        return Map.entry(parts[0], parts[1]);
    }

    private static int number(Map<String, String> options, String key) {
        return Integer.parseInt(options.getOrDefault(key, ""));
    }
}
