package io.millrace.bench.race;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.millrace.bench.run.MainProgram;

/** A process of a race, which ends with this one and whose output is read line by line. */
final class RaceChild {
    private static final int UNSAFE_IS_WARNED_OF = 23;

    private final Process process;
    private final Thread listener;

    private RaceChild(Process process, Thread listener) {
        this.process = process;
        this.listener = listener;
    }

    /** A process of this very program. */
    static RaceChild ofOurs(Map<String, String> properties, String command, List<String> options,
            Predicate<String> listener)
            throws IOException {
        List<String> line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
        if (Runtime.version().feature() >= UNSAFE_IS_WARNED_OF) {
            line.add("--sun-misc-unsafe-memory-access=allow"); // Parquet's compression still needs it
        }
        properties.forEach((name, value) -> line.add("-D" + name + "=" + value));
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), MainProgram.MAIN_CLASS, command));
        line.addAll(options);
        return start(new ProcessBuilder(line), listener);
    }

    /** Lines that the listener does not take are passed on. */
    static RaceChild start(ProcessBuilder builder, Predicate<String> listener) throws IOException {
        Process child = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        Runtime.getRuntime().addShutdownHook(new Thread(child::destroyForcibly));
        return new RaceChild(child, Thread.ofPlatform().daemon().start(() -> listen(child, listener)));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As kill -9 does it; returns when it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        end();
    }

    /** Ends its standard input, which asks it to finish. */
    void endInput() throws IOException {
        process.getOutputStream().close();
    }

    /** Waits until it has ended and all its output is read; returns its exit code. */
    int end() throws InterruptedException {
        int code = process.waitFor();
        listener.join();
        return code;
    }

    private static void listen(Process child, Predicate<String> listener) {
        try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!listener.test(line)) {
                    System.err.println(line);
                }
            }
        } catch (IOException e) {
            System.err.println("a process of the race was cut off: " + e.getMessage());
        }
    }
}
