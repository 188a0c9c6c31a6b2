package io.millrace.devstack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Carries a child's output to its log file, to a receiver, and into the memory of its last lines. It never stops reading while
 * the child writes, whatever fails on this side, because a child that meets a full pipe hangs.
 */
final class OutputPump {
    private static final int REMEMBERED_LINES = 20;

    private final ChildSpec spec;
    private final Deque<String> tail = new ArrayDeque<>();
    private final AtomicBoolean receiverFailed = new AtomicBoolean();
    private final AtomicLong lines = new AtomicLong();
    private final Thread thread;
    private final Writer log;

    private OutputPump(ChildSpec spec, InputStream output) throws IOException {
        this.spec = spec;
        this.log = Files.newBufferedWriter(spec.log(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        this.thread = Thread.ofPlatform().daemon().name("output-of-" + spec.name()).unstarted(() -> carry(output));
    }

    static OutputPump start(ChildSpec spec, InputStream output) throws IOException {
        var pump = new OutputPump(spec, output);
        pump.thread.start();
        return pump;
    }

    /** The last lines, oldest first. */
    List<String> tail() {
        synchronized (tail) {
            return List.copyOf(tail);
        }
    }

    /** The number of lines so far. */
    long lines() {
        return lines.get();
    }

    /** Waits until the output of a dead child is carried to its end, within limits: a grandchild may hold the pipe open. */
    void drain(Duration limit) throws InterruptedException {
        thread.join(limit);
    }

    private void carry(InputStream output) {
        try (var reader = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                remember(line);
                write(line);
                pass(spec.lines(), line);
            }
        } catch (IOException e) {
            remember("(output broke off: " + e + ")");
        } finally {
            closeLog();
        }
    }

    private void remember(String line) {
        lines.incrementAndGet();
        synchronized (tail) {
            if (tail.size() == REMEMBERED_LINES) {
                tail.removeFirst();
            }
            tail.addLast(line);
        }
    }

    private void write(String line) {
        try {
            log.write(line);
            log.write('\n');
            log.flush();
        } catch (IOException e) {
            remember("(not in " + spec.log() + ": " + e + ")");
        }
    }

    private void pass(Consumer<String> receiver, String line) {
        try {
            receiver.accept(line);
        } catch (RuntimeException e) {
            if (receiverFailed.compareAndSet(false, true)) {
                write("(the receiver of these lines failed: " + e + ")");
            }
        }
    }

    private void closeLog() {
        try {
            log.close();
        } catch (IOException e) {
            remember("(closing " + spec.log() + ": " + e + ")");
        }
    }
}
