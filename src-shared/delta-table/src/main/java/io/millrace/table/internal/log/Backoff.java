package io.millrace.table.internal.log;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Waits between attempts to commit for a random time, so that two writers do not collide again and again. The bound of the
 * wait doubles with each of the first conflicts, so that a crowd of writers spreads out, and then halves with each further
 * conflict, so that a writer that has lost often commits before the others have planned their merges.
 */
public final class Backoff {
    private static final long FIRST_MILLIS = 8;
    /** The attempt after which the bound is longest; from there on it gets shorter. */
    private static final int TURN = 4;

    private Backoff() {}

    /**
     * Waits after a failed attempt.
     *
     * @param attempt
     *            number of attempts so far, 1 or more
     */
    public static void after(int attempt) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(boundMillis(attempt)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException(
                    "interrupted between two attempts to commit; no commit was partly applied");
            interrupted.initCause(e);
            throw new UncheckedIOException(interrupted);
        }
    }

    /** Upper limit of the wait in milliseconds, exclusive. */
    static long boundMillis(int attempt) {
        return attempt <= TURN
                ? FIRST_MILLIS << attempt
                : Math.max(1, (FIRST_MILLIS << TURN) >> Math.min(attempt - TURN, Integer.SIZE - 1));
    }
}
