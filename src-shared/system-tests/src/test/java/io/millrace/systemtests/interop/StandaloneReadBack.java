package io.millrace.systemtests.interop;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A table as delta-standalone reads it.
 *
 * @param version
 *            the newest version that it sees
 * @param rows
 *            the rows, sorted, in the format of {@link TableRows#withoutTimestamps}
 */
public record StandaloneReadBack(long version, List<String> rows) implements StandaloneOutcome {
    private static final Path LIBRARY = Path.of("target", "standalone-lib");
    private static final Path PROGRAM = Path.of("target", "test-classes");
    private static final long MINUTES = 3;

    public StandaloneReadBack {
        rows = List.copyOf(rows);
    }

    /** The rows of a table; see {@link #of}. */
    public static List<String> rows(Path table) {
        return of(table).rows();
    }

    /**
     * Reads every row; see {@link #all}.
     *
     * @throws IllegalStateException
     *             with what the reader said when it fails
     */
    public static StandaloneReadBack of(Path table) {
        return switch (all(List.of(table)).getFirst()) {
            case StandaloneReadBack read -> read;
            case Refused refused -> throw new IllegalStateException(
                    "delta-standalone could not read the table at " + table + ": " + refused.reason());
        };
    }

    /**
     * Reads every row of all tables, in one JVM of its own, of the JDK that runs the test.
     *
     * @return what came of each, in the order of the tables
     * @throws IllegalStateException
     *             with what it said when that JVM fails, or when the build has not brought the reader
     */
    public static List<StandaloneOutcome> all(List<Path> tables) {
        try {
            Path out = Files.createTempFile("standalone", ".rows");
            Path log = Files.createTempFile("standalone", ".log");
            try {
                run(tables, out, log);
                List<List<String>> answers = new ArrayList<>();
                for (String line : Files.readAllLines(out, StandardCharsets.UTF_8)) {
                    if (line.equals(StandaloneReader.TABLE)) {
                        answers.add(new ArrayList<>());
                    } else {
                        answers.getLast().add(line);
                    }
                }
                return answers.stream().map(StandaloneReadBack::outcome).toList();
            } finally {
                Files.delete(out);
                Files.delete(log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The reader's files are not readable", e);
        }
    }

    private static StandaloneOutcome outcome(List<String> answer) {
        String first = answer.getFirst();
        return first.startsWith(StandaloneReader.REFUSED)
                ? new Refused(first.substring(StandaloneReader.REFUSED.length()))
                : new StandaloneReadBack(Long.parseLong(first), answer.stream().skip(1).sorted().toList());
    }

    private static void run(List<Path> tables, Path out, Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-Duser.timezone=UTC", "-cp", classPath(),
                StandaloneReader.class.getName()));
        tables.forEach(table -> command.add(table.toAbsolutePath().toString()));
        Process reader = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(log.toFile()).start();
        try {
            if (!reader.waitFor(MINUTES, TimeUnit.MINUTES)) {
                throw new IllegalStateException("delta-standalone did not finish within " + MINUTES + " minutes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while delta-standalone read " + tables, e);
        } finally {
            reader.destroyForcibly();
        }
        if (reader.exitValue() != 0) {
            throw new IllegalStateException(
                    "The JVM of delta-standalone failed:\n" + Files.readString(log));
        }
    }

    private static String classPath() throws IOException {
        if (!Files.isDirectory(LIBRARY)) {
            throw new IllegalStateException("There is no " + LIBRARY.toAbsolutePath() + ". The build brings it:"
                    + " run process-test-resources of src-shared/system-tests, and tests with that folder as working folder.");
        }
        try (Stream<Path> jars = Files.list(LIBRARY)) {
            return String.join(File.pathSeparator,
                    Stream.concat(Stream.of(PROGRAM), jars).map(Path::toString).toList());
        }
    }
}
