package io.millrace.table.internal.log;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Waits between attempts to commit, by chance, so that two writers do not meet for ever. The first losses make a writer
 * wait longer, to let the crowd pass; who has lost often waits ever less, so that none is left behind for ever: his merge
 * is ready, and the others still plan theirs.
 */
public final class Backoff {
    private static final long FIRST_MILLIS = 8;
    /** The loss after which waiting is longest, and from which on it gets shorter. */
    private static final int TURN = 4;

    private Backoff() {}

    /**
     * Waits.
     *
     * @param attempt
     *            how many attempts were made, from 1
     */
    public static void after(int attempt) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(boundMillis(attempt)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException(
                    "interrupted between two attempts to commit; nothing was half-applied");
            interrupted.initCause(e);
            throw new UncheckedIOException(interrupted);
        }
    }

    /** The bound of the wait, exclusive, in milliseconds. */
    static long boundMillis(int attempt) {
        return attempt <= TURN
                ? FIRST_MILLIS << attempt
                : Math.max(1, (FIRST_MILLIS << TURN) >> Math.min(attempt - TURN, Integer.SIZE - 1));
    }
}
