package io.millrace.systemtests.interop;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A table as delta-standalone reads it.
 *
 * @param version
 *            the newest version that it sees
 * @param rows
 *            the rows, sorted, as {@link TableRows#withoutTimestamps} writes ours
 */
public record StandaloneReadBack(long version, List<String> rows) {
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
     * Reads every row, in a JVM of its own of the JDK that runs the test.
     *
     * @throws IllegalStateException
     *             with what the reader said when it fails, or when the build has not brought it
     */
    public static StandaloneReadBack of(Path table) {
        try {
            Path out = Files.createTempFile("standalone", ".rows");
            Path log = Files.createTempFile("standalone", ".log");
            try {
                run(table, out, log);
                List<String> lines = Files.readAllLines(out, StandardCharsets.UTF_8);
                return new StandaloneReadBack(Long.parseLong(lines.getFirst()),
                        lines.stream().skip(1).sorted().toList());
            } finally {
                Files.delete(out);
                Files.delete(log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The reader's files are not readable", e);
        }
    }

    private static void run(Path table, Path out, Path log) throws IOException {
        Process reader = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Duser.timezone=UTC", "-cp", classPath(),
                StandaloneReader.class.getName(), table.toAbsolutePath().toString())
                .redirectOutput(out.toFile()).redirectError(log.toFile()).start();
        try {
            if (!reader.waitFor(MINUTES, TimeUnit.MINUTES)) {
                throw new IllegalStateException("delta-standalone did not finish within " + MINUTES + " minutes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while delta-standalone read " + table, e);
        } finally {
            reader.destroyForcibly();
        }
        if (reader.exitValue() != 0) {
            throw new IllegalStateException(
                    "delta-standalone could not read the table at " + table + ":\n" + Files.readString(log));
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
