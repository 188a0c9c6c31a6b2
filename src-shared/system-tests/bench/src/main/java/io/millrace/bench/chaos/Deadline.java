package io.millrace.bench.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.millrace.launcher.local.LauncherException;
import io.millrace.table.TableUnavailableException;

/**
 * Repeats attempts until a time.
 *
 * @param nanos
 *            the time, by {@link System#nanoTime()}
 */
record Deadline(long nanos) {
    private static final long PAUSE_MILLIS = 1_000;

    /** What is tried; it may be tried again after a failure. */
    @FunctionalInterface
    interface Attempt {
        /** Whether it is done. */
        boolean done();
    }

    static Deadline of(Duration patience) {
        return new Deadline(System.nanoTime() + patience.toNanos());
    }

    /** Repeats an attempt while the system is under faults. */
    void until(String wanted, Attempt attempt) {
        String last = "";
        while (System.nanoTime() < nanos) {
            try {
                if (attempt.done()) {
                    return;
                }
            } catch (LauncherException | TableUnavailableException underAFault) {
                last = ": " + underAFault.getMessage();
            }
            pause();
        }
        throw new IllegalStateException("Not reached in time: " + wanted + last);
    }

    /** Repeats an attempt until it gives a result. */
    <T> T get(String wanted, Supplier<T> attempt) {
        List<T> made = new ArrayList<>();
        until(wanted, () -> made.add(attempt.get()));
        return made.getFirst();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
