package io.millrace.bench.chaos;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.devstack.ChildProcess;
import io.millrace.devstack.ChildSpec;
import io.millrace.devstack.JavaCommand;

/** Runs a command of {@code ./millrace} in a process of its own, as an operator does. */
final class LauncherRun {
    private static final String MAIN_CLASS = "io.millrace.launcher.Launcher";
    private static final int PATIENCE_S = 180;

    private LauncherRun() {}

    /** Runs a command on the stream of the suite; the line of JSON that it printed, or empty when it failed without one. */
    static Optional<JsonNode> of(ChaosSystem system, List<String> command, String... options) {
        JavaCommand java = JavaCommand.of(MAIN_CLASS, System.getProperty("java.class.path")).heap("512m")
                .option("--enable-native-access=ALL-UNNAMED");
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of(ChaosSystem.STREAM.value(), "--json", "--bootstrap-servers", system.bootstrapServers(),
                "--registry", system.registryUrl()));
        words.addAll(system.storage().launcherOptions());
        words.addAll(List.of(options));
        for (Map.Entry<String, String> credential : system.storage().credentials().entrySet()) {
            java = java.property(credential.getKey(), credential.getValue());
        }
        for (String word : words) {
            java = java.argument(word);
        }
        List<String> lines = new CopyOnWriteArrayList<>();
        String name = String.join("-", command);
        Path log = system.data().resolve("logs").resolve(name + ".log");
        try (ChildProcess child = ChildProcess.start(ChildSpec.of(name, java, log).tellingTo(lines::add))) {
            child.onExit().get(PATIENCE_S, TimeUnit.SECONDS);
            child.close();
            return lines.reversed().stream().filter(line -> line.startsWith("{")).findFirst().map(LauncherRun::json);
        } catch (TimeoutException late) {
            return Optional.empty();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("Command " + name + " cannot be waited for", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A command printed a line that is no JSON: " + line, e);
        }
    }
}
