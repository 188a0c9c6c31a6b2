package io.millrace.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A running child JVM with a name, a log file and an end that is certain: {@link #close()} returns when it is dead. */
public final class ChildProcess implements AutoCloseable {
    /** How long {@link #close()} lets the child finish after SIGTERM. */
    public static final Duration GRACE = Duration.ofSeconds(10);

    private static final double MILLIS = 1_000;
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration REPORTS = Duration.ofSeconds(10);
    private static final Duration DRAIN = Duration.ofSeconds(1);

    private final ChildSpec spec;
    private final Process process;
    private final OutputPump output;

    private ChildProcess(ChildSpec spec, Process process, OutputPump output) {
        this.spec = spec;
        this.process = process;
        this.output = output;
    }

    /** Starts the process; it runs, but is not ready for anything yet. */
    public static ChildProcess start(ChildSpec spec) {
        try {
            Files.createDirectories(spec.directory());
            Files.createDirectories(spec.log().toAbsolutePath().getParent());
            var builder = new ProcessBuilder(spec.command()).directory(spec.directory().toFile())
                    .redirectErrorStream(true);
            builder.environment().keySet().removeIf(key -> spec.hidden().stream().anyMatch(key::startsWith));
            builder.environment().putAll(spec.environment());
            var process = builder.start();
            return new ChildProcess(spec, process, pump(spec, process));
        } catch (IOException e) {
            throw new UncheckedIOException("Process " + spec.name() + " does not start", e);
        }
    }

    public String name() {
        return spec.name();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The exit code of a dead child, empty while it lives; 128 + n when signal n killed it. */
    public OptionalInt exitCode() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** Completes when the child is dead. */
    public CompletableFuture<ChildProcess> onExit() {
        return process.onExit().thenApply(dead -> this);
    }

    /** The last lines of its output, oldest first. */
    public List<String> lastLines() {
        return output.tail();
    }

    /** As {@link #awaitReady(BooleanSupplier, Duration, Consumer)}, without reports. */
    public void awaitReady(BooleanSupplier check, Duration patience) {
        awaitReady(check, patience, waited -> {});
    }

    /**
     * Waits until the check holds.
     *
     * @param patience the longest time in which the child neither prints a line nor uses a processor; the whole start may take
     *         five times as long
     * @param waiting receives the time so far, every ten seconds
     * @throws DevStackException when the child dies or is late before that, with its last lines; a late child is left running, the
     *         caller decides
     */
    public void awaitReady(BooleanSupplier check, Duration patience, Consumer<Duration> waiting) {
        var started = sample();
        var progress = new StartProgress(patience, started);
        var reported = Duration.ZERO;
        try {
            while (!check.getAsBoolean()) {
                if (!process.isAlive()) {
                    output.drain(DRAIN);
                    throw notReady("ended with exit code " + process.exitValue() + " before it was ready");
                }
                var now = sample();
                var late = progress.late(now);
                if (late.isPresent()) {
                    throw notReady(late.get());
                }
                var waited = Duration.ofNanos(now.nanos() - started.nanos());
                if (waited.minus(reported).compareTo(REPORTS) >= 0) {
                    reported = waited;
                    waiting.accept(waited);
                }
                Thread.sleep(POLL);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DevStackException("Interrupted while waiting for " + spec.name(), e);
        }
    }

    private StartProgress.Sample sample() {
        return new StartProgress.Sample(System.nanoTime(), output.lines(),
                process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos());
    }

    /** Sends SIGTERM and returns at once. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** Sends SIGTERM, then SIGKILL when the child has not ended within the grace; returns when it is dead. */
    public void stop(Duration grace) {
        terminate();
        try {
            if (process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                output.drain(DRAIN);
            } else {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    /** Sends SIGKILL, and returns when the child is dead. */
    public void kill() {
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    /** Sends SIGSTOP: it does nothing more until {@link #resume()}, and its connections stay open. */
    public void suspend() {
        signal("STOP");
    }

    /** Sends SIGCONT. */
    public void resume() {
        signal("CONT");
    }

    /**
     * Sends SIGSTOP, and SIGCONT after a time; returns then. Another process sends both, so that the child goes on even if this JVM
     * has ended meanwhile: a child that is stopped does not notice that, and would stay for ever.
     *
     * @throws InterruptedException
     *             at once, also then SIGCONT follows in time
     */
    public void suspend(Duration time) throws InterruptedException {
        run("SIGSTOP and SIGCONT", List.of("sh", "-c", "kill -STOP \"$0\" && sleep \"$1\"; kill -CONT \"$0\"",
                Long.toString(pid()), Double.toString(time.toMillis() / MILLIS)));
    }

    @Override
    public void close() {
        stop(GRACE);
    }

    private void signal(String signal) {
        try {
            run("SIG" + signal, List.of("kill", "-" + signal, Long.toString(pid())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DevStackException("Interrupted while signalling " + spec.name(), e);
        }
    }

    private void run(String signals, List<String> command) throws InterruptedException {
        try {
            int code = new ProcessBuilder(command).start().waitFor();
            if (code != 0) {
                throw new DevStackException(signals + " to " + spec.name() + " ended with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(signals + " cannot be sent to " + spec.name(), e);
        }
    }

    private static OutputPump pump(ChildSpec spec, Process process) throws IOException {
        try {
            return OutputPump.start(spec, process.getInputStream());
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private DevStackException notReady(String what) {
        return new DevStackException(
                "Process " + spec.name() + " " + what + ". Its log is " + spec.log() + ", which ends with:\n"
                        + String.join("\n", lastLines()));
    }
}
