package io.millrace.systemtests.alerts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.millrace.bench.debian.PrometheusPackage;
import io.millrace.systemtests.Repository;

/** Prometheus' promtool, from {@link PrometheusPackage}. */
public final class Promtool {
    private static final Path FOLDER = Repository.directory().resolve(".millrace/tools/prometheus");

    /**
     * The end of a run.
     *
     * @param exit
     *            its exit code
     * @param output
     *            what it printed
     */
    public record Run(int exit, String output) {}

    private Promtool() {}

    /** Runs it in a folder. */
    public static Run run(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PrometheusPackage.program("promtool", FOLDER).toString()));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }
}
