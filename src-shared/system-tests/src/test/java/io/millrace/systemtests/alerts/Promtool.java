package io.millrace.systemtests.alerts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.millrace.systemtests.Repository;

/**
 * Prometheus' promtool: the one on the PATH, else that of Debian's package {@code prometheus}, which is unpacked to {@code
 * .millrace/tools} without being installed.
 */
public final class Promtool {
    private static final Path FOLDER = Repository.directory().resolve(".millrace/tools/prometheus");
    private static final Path UNPACKED = FOLDER.resolve("usr/bin/promtool");

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
        List<String> command = new ArrayList<>(List.of(find().toString()));
        command.addAll(Arrays.asList(arguments));
        return execute(folder, command);
    }

    /** The program. Two builds of a checkout do not run at once, so that nobody else unpacks it meanwhile. */
    private static synchronized Path find() throws IOException, InterruptedException {
        Optional<Path> installed = Arrays.stream(String.valueOf(System.getenv("PATH")).split(":"))
                .map(folder -> Path.of(folder).resolve("promtool")).filter(Files::isExecutable).findFirst();
        if (installed.isPresent()) {
            return installed.get();
        }
        if (!Files.isExecutable(UNPACKED)) {
            unpack();
        }
        return UNPACKED;
    }

    private static void unpack() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        String remedy = "promtool is not on the PATH and could not be brought. Install Debian's package prometheus"
                + " (apt-get install --no-install-recommends prometheus), or put promtool on the PATH.\n";
        List<String> download = List.of("apt-get", "-o", "APT::Sandbox::User=root", "download", "prometheus");
        Run brought = execute(FOLDER, download);
        if (brought.exit() != 0) { // A new machine has no lists of packages.
            Run updated = execute(FOLDER, List.of("apt-get", "update"));
            brought = execute(FOLDER, download);
            require(brought, remedy + updated.output());
        }
        Path archive;
        try (Stream<Path> files = Files.list(FOLDER)) {
            archive = files.filter(file -> file.toString().endsWith(".deb")).findFirst().orElseThrow();
        }
        require(execute(FOLDER, List.of("dpkg", "-x", archive.toString(), FOLDER.toString())), remedy);
        Files.delete(archive);
    }

    private static void require(Run run, String remedy) {
        if (run.exit() != 0) {
            throw new AssertionError(remedy + run.output());
        }
    }

    private static Run execute(Path folder, List<String> command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Run(process.waitFor(), output);
        } catch (IOException e) {
            return new Run(-1, command.getFirst() + " cannot be started: " + e.getMessage());
        }
    }
}
