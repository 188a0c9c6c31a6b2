package io.millrace.bench.prometheus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The programs of Debian's package {@code prometheus}: those on the PATH, else those of the package, which is unpacked to a
 * folder without being installed.
 */
public final class PrometheusPackage {
    private static final String PACKAGE = "prometheus";

    private PrometheusPackage() {}

    /** The end of a run. */
    private record Run(int exit, String output) {}

    /**
     * A program: {@code prometheus} or {@code promtool}. Two builds of a checkout do not run at once, so that nobody else
     * unpacks it meanwhile.
     *
     * @param folder
     *            where the package is unpacked to, if the program is not on the PATH
     * @throws IllegalStateException
     *             when there is none and it cannot be brought
     */
    public static synchronized Path program(String name, Path folder) throws IOException, InterruptedException {
        Optional<Path> installed = Arrays.stream(String.valueOf(System.getenv("PATH")).split(":"))
                .map(each -> Path.of(each).resolve(name)).filter(Files::isExecutable).findFirst();
        if (installed.isPresent()) {
            return installed.get();
        }
        Path unpacked = folder.resolve("usr/bin").resolve(name);
        if (!Files.isExecutable(unpacked)) {
            unpack(name, folder);
        }
        return unpacked;
    }

    private static void unpack(String name, Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        String remedy = name + " is not on the PATH and could not be brought. Install Debian's package prometheus"
                + " (apt-get install --no-install-recommends prometheus), or put " + name + " on the PATH.\n";
        List<String> download = List.of("apt-get", "-o", "APT::Sandbox::User=root", "download", PACKAGE);
        Run brought = execute(folder, download);
        if (brought.exit() != 0) { // A new machine has no lists of packages.
            Run updated = execute(folder, List.of("apt-get", "update"));
            brought = execute(folder, download);
            require(brought, remedy + updated.output());
        }
        Path archive;
        try (Stream<Path> files = Files.list(folder)) {
            archive = files.filter(file -> file.toString().endsWith(".deb")).findFirst().orElseThrow();
        }
        require(execute(folder, List.of("dpkg", "-x", archive.toString(), folder.toString())), remedy);
        Files.delete(archive);
    }

    private static void require(Run run, String remedy) {
        if (run.exit() != 0) {
            throw new IllegalStateException(remedy + run.output());
        }
    }

    private static Run execute(Path folder, List<String> command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Run(process.waitFor(), output);
        } catch (IOException e) {
            return new Run(-1, command.getFirst() + " cannot be started: " + e.getMessage());
        }
    }
}
