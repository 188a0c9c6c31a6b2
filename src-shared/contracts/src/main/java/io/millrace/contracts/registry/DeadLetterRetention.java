package io.millrace.contracts.registry;

import java.time.Duration;

/** The default retention of dead letters: longer than that of the events, so that there is time to notice and redrive them. */
public final class DeadLetterRetention {
    /** The least default, in milliseconds. */
    public static final long LEAST = Duration.ofDays(30).toMillis();
    private static final long FOR_EVER = -1;

    private DeadLetterRetention() {}

    /**
     * Twice the retention of the events, and at least 30 days; without limit when events are kept without limit.
     *
     * @param eventsMillis
     *            retention of the event topic in milliseconds, -1 for no limit
     */
    public static long of(long eventsMillis) {
        if (eventsMillis < 0 || eventsMillis > Long.MAX_VALUE / 2) {
            return FOR_EVER;
        }
        return Math.max(LEAST, 2 * eventsMillis);
    }
}
