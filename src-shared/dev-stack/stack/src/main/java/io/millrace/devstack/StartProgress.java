package io.millrace.devstack;

import java.time.Duration;
import java.util.Optional;

/**
 * Decides whether a process takes too long to start. On a loaded machine a start takes many times as long as on an idle one, so
 * only time without progress counts. Progress is a line of output, or a twentieth of a processor. Used by one thread.
 */
final class StartProgress {
    private static final int LEAST_SHARE = 20;
    private static final int CHECKS = 20;
    private static final int LIMIT = 5;

    /**
     * The work of a process up to a moment.
     *
     * @param nanos of {@link System#nanoTime()}
     * @param lines the number of lines of its output
     * @param cpuNanos the processor time that it took
     */
    record Sample(long nanos, long lines, long cpuNanos) {}

    private final Duration patience;
    private final Sample first;
    private Sample last;
    private long progressAt;

    /**
     * @param patience the longest time without progress; the whole start may take five times as long
     */
    StartProgress(Duration patience, Sample first) {
        this.patience = patience;
        this.first = first;
        this.last = first;
        this.progressAt = first.nanos();
    }

    /** Why the process is too late, if it is. */
    Optional<String> late(Sample now) {
        long time = now.nanos() - last.nanos();
        if (now.lines() > last.lines() || time >= patience.toNanos() / CHECKS) {
            if (now.lines() > last.lines() || (now.cpuNanos() - last.cpuNanos()) * LEAST_SHARE >= time) {
                progressAt = now.nanos();
            }
            last = now;
        }
        if (now.nanos() - progressAt > patience.toNanos()) {
            return Optional.of("was not ready after " + seconds(now) + " s, and made no progress for "
                    + patience.toSeconds() + " s");
        }
        return now.nanos() - first.nanos() > patience.toNanos() * LIMIT
                ? Optional.of("was not ready within " + seconds(now) + " s")
                : Optional.empty();
    }

    private long seconds(Sample now) {
        return Duration.ofNanos(now.nanos() - first.nanos()).toSeconds();
    }
}
