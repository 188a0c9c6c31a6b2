package io.millrace.bench.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The running program {@code chromedriver}. It ends with this JVM.
 *
 * @param process
 *            its process
 * @param port
 *            where it takes commands
 */
record ChromeDriver(Process process, int port) implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("started successfully on port (\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int POLL_MILLIS = 20;
    private static final int END_S = 10;

    /**
     * Starts it on a free port.
     *
     * @param log
     *            the file that gets its output
     * @throws IllegalStateException
     *             when it ends or does not become ready
     */
    static ChromeDriver start(Path program, Path log) throws IOException, InterruptedException {
        Files.deleteIfExists(log);
        Process process = new ProcessBuilder(program.toString(), "--port=0").redirectErrorStream(true)
                .redirectOutput(log.toFile()).start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> endAll(process), "end-chromedriver"));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            Matcher ready = READY.matcher(Files.readString(log));
            if (ready.find()) {
                return new ChromeDriver(process, Integer.parseInt(ready.group(1)));
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        endAll(process);
        throw new IllegalStateException(program + " did not start. Its output:\n" + Files.readString(log));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            var unused = process.waitFor(END_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        endAll(process);
    }

    private static void endAll(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
