package io.millrace.bench.debian;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Runs {@code apt-get} and {@code dpkg}. */
final class DebianPackages {
    private DebianPackages() {}

    /** The end of a run. */
    private record Run(int exit, String output) {}

    /** A program on the PATH. */
    static Optional<Path> onPath(String program) {
        return Arrays.stream(String.valueOf(System.getenv("PATH")).split(":"))
                .map(folder -> Path.of(folder).resolve(program)).filter(Files::isExecutable).findFirst();
    }

    /**
     * Runs {@code apt-get} in a folder, a second time after {@code apt-get update}: a new machine has no lists of packages.
     *
     * @throws IllegalStateException
     *             when it fails; the text begins with the remedy
     */
    static void aptGet(Path folder, String remedy, String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("apt-get"));
        command.addAll(List.of(arguments));
        if (execute(folder, command).exit() != 0) {
            Run updated = execute(folder, List.of("apt-get", "update"));
            require(execute(folder, command), remedy + updated.output());
        }
    }

    /**
     * Unpacks an archive to its folder.
     *
     * @throws IllegalStateException
     *             when it fails; the text begins with the remedy
     */
    static void unpack(Path archive, Path folder, String remedy) throws InterruptedException {
        require(execute(folder, List.of("dpkg", "-x", archive.toString(), folder.toString())), remedy);
    }

    private static void require(Run run, String remedy) {
        if (run.exit() != 0) {
            throw new IllegalStateException(remedy + run.output());
        }
    }

    private static Run execute(Path folder, List<String> command) throws InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Run(process.waitFor(), output);
        } catch (IOException e) {
            return new Run(-1, command.getFirst() + " cannot be started: " + e.getMessage());
        }
    }
}
