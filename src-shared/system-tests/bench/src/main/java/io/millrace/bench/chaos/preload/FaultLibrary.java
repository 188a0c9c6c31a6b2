package io.millrace.bench.chaos.preload;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The compiled library. Linux alone has what it builds on.
 *
 * @param file
 *            the library
 */
public record FaultLibrary(Path file) {
    /** What a machine lacks that cannot compile the library. */
    public static final String NEEDS = "Linux and a C compiler (cc) on the PATH; on Debian it is in the package gcc";

    private static final String COMPILER = "cc";
    private static final String SOURCE = "faults.c";
    private static final int PATIENCE_S = 60;

    /** Whether this machine can compile it. */
    public static boolean isPossible() {
        return System.getProperty("os.name").equals("Linux") && isOnPath(System.getenv().getOrDefault("PATH", ""));
    }

    private static boolean isOnPath(String path) {
        return Stream.of(path.split(":")).filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, COMPILER)));
    }

    /** What this machine lacks to compile it; empty when it lacks nothing. */
    public static Optional<String> lacks() {
        return isPossible() ? Optional.empty() : Optional.of(NEEDS);
    }

    /** Compiles it into a folder; empty when this machine has no compiler. */
    public static Optional<FaultLibrary> compile(Path folder) {
        return isPossible() ? Optional.of(compiled(folder)) : Optional.empty();
    }

    private static FaultLibrary compiled(Path folder) {
        Path source = folder.resolve(SOURCE);
        Path library = folder.resolve("faults.so");
        Path log = folder.resolve("faults.log");
        try (InputStream resource = Objects.requireNonNull(FaultLibrary.class.getResourceAsStream(SOURCE), SOURCE)) {
            Files.createDirectories(folder);
            Files.copy(resource, source);
            Process compiler = new ProcessBuilder(COMPILER, "-std=gnu11", "-O2", "-shared", "-fPIC", "-o",
                    library.toString(), source.toString(), "-ldl").redirectErrorStream(true)
                    .redirectOutput(log.toFile()).start();
            if (!compiler.waitFor(PATIENCE_S, TimeUnit.SECONDS) || compiler.exitValue() != 0) {
                compiler.destroyForcibly();
                throw new IllegalStateException("The C compiler cannot compile the library of faults: "
                        + Files.readString(log, StandardCharsets.UTF_8));
            }
            return new FaultLibrary(library);
        } catch (IOException e) {
            throw new UncheckedIOException("The library of faults cannot be compiled in " + folder, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the library of faults was compiled", e);
        }
    }

    /**
     * The variables of a process that loads it.
     *
     * @param folder
     *            whose files fail; the process must name them by absolute paths
     */
    public Map<String, String> variables(FaultControl control, Path folder) {
        return Map.of("LD_PRELOAD", file.toString(), "CHAOS_CONTROL", control.file().toString(), "CHAOS_FOLDER",
                folder.toAbsolutePath().toString());
    }
}
