package io.millrace.systemtests.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.millrace.bench.Bench;
import io.millrace.systemtests.Repository;

/** A command of a user, run to its end. */
final class Command {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin/java").toString();
    private static final List<String> FOLDERS = List.of("ingest-service", "stream-service", "batch-service",
            "src-shared");

    private Command() {}

    /**
     * How it ended.
     *
     * @param code
     *            the exit code
     * @param out
     *            its standard output
     * @param err
     *            its standard error
     */
    record Ended(int code, String out, String err) {}

    /**
     * Runs the packaged launcher, as the script does.
     *
     * @param home
     *            an empty folder, which gets the build of the checkout and keeps the data
     */
    static Ended launcher(Path home, String... arguments) {
        link(home);
        List<String> words = new ArrayList<>(List.of(JAVA,
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dmillrace.home=" + home, "-jar",
                Repository.directory().resolve("src-shared/launcher/target/launcher.jar").toString()));
        words.addAll(List.of(arguments));
        return run(words, System.getenv(), home);
    }

    /** Runs the program behind {@code ./millrace lab} likewise, from the class path of the tests. */
    static Ended lab(Path home, String... arguments) {
        link(home);
        List<String> words = new ArrayList<>(List.of(JAVA, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-Dmillrace.home=" + home, "-cp", System.getProperty("java.class.path"), Bench.class.getName()));
        words.addAll(List.of(arguments));
        return run(words, System.getenv(), home);
    }

    private static void link(Path home) {
        try {
            for (String folder : FOLDERS) {
                Files.createSymbolicLink(home.resolve(folder), Repository.directory().resolve(folder));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command with these variables only; its output goes to files of the folder on the way. */
    static Ended run(List<String> words, Map<String, String> variables, Path folder) {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(words).redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(variables);
        try {
            Process process = builder.start();
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroy();
                throw new AssertionError("Not ended within " + LIMIT + ": " + words + "\n" + Files.readString(err));
            }
            return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
