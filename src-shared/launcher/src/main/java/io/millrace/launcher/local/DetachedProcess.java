package io.millrace.launcher.local;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Runs a command of this program as a process that continues after its shell is closed. */
public final class DetachedProcess {
    private static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final long POLL_MS = 200;
    private static final int TAIL = 15;
    private static final Pattern REPORT = Pattern.compile("^(millrace|dev-stack) *\\| ");

    private DetachedProcess() {}

    /**
     * Starts the command and waits until its state says that everything is ready. It ends by itself when one of its processes
     * does not start, so the waiting needs no limit of its own.
     *
     * @param log
     *            receives its output
     * @param report
     *            receives those lines of the output that say what the command is waiting for
     * @throws LauncherException
     *             when it ends before, with the end of its output
     */
    public static UpState start(Checkout checkout, Path log, String mainClass, List<String> arguments,
            Consumer<String> report) {
        Process process = launch(command(checkout, mainClass, arguments), log);
        int reported = 0;
        try {
            while (true) {
                Optional<UpState> ready = UpState.running(checkout).filter(UpState::ready);
                if (ready.isPresent()) {
                    return ready.get();
                }
                List<String> reports = reports(log);
                reports.subList(Math.min(reported, reports.size()), reports.size()).forEach(report);
                reported = reports.size();
                if (process.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
                    throw new LauncherException("It ended with exit code " + process.exitValue()
                            + " before everything was ready. Its log " + log + " ends with:\n" + tail(log));
                }
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new LauncherException("Interrupted while waiting for the system", e);
        }
    }

    private static List<String> command(Checkout checkout, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            command.add(SETSID.toString());
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // As this JVM was started: without them it warns of what its libraries do.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--")).forEach(command::add);
        command.add("-D" + Checkout.PROPERTY + "=" + checkout.directory());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(arguments);
        return command;
    }

    private static Process launch(List<String> command, Path log) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            return new ProcessBuilder(command).redirectInput(new File("/dev/null")).redirectErrorStream(true)
                    .redirectOutput(log.toFile()).start();
        } catch (IOException e) {
            throw new LauncherException("The detached process did not start (" + e + "). Try it without --detach.", e);
        }
    }

    /** The lines by which the command reports, without those of its processes. */
    private static List<String> reports(Path log) {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> REPORT.matcher(line).find())
                    .map(line -> line.substring(line.indexOf('|') + 1).strip()).toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    private static String tail(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
        } catch (IOException e) {
            return "(the log cannot be read: " + e + ")";
        }
    }
}
