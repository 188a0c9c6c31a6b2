package io.millrace.contracts.logging;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Lets at most one log line per kind and second pass, and counts what it suppresses, so that an outage does not flood the log.
 * Each kind stays in memory: there must be few, none of which a caller can make up.
 *
 * @param <K>
 *            what the lines of one kind have in common
 */
public final class LineLimit<K> {
    private static final long INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanoTime;
    private final Map<K, Window> windows = new ConcurrentHashMap<>();

    /** The time since the last line of a kind, and what was suppressed in it. */
    private static final class Window {
        private final long begin;
        private long suppressed;

        Window(long begin) {
            this.begin = begin;
        }
    }

    public LineLimit() {
        this(System::nanoTime);
    }

    LineLimit(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Asks for a line.
     *
     * @param occurrences
     *            the number of occurrences that the line is about
     * @return the number of occurrences since the last line of the kind that were suppressed; empty when this line is to be
     *         suppressed, too
     */
    public OptionalLong pass(K kind, int occurrences) {
        long now = nanoTime.getAsLong();
        long[] suppressed = {0};
        windows.compute(kind, (same, window) -> {
            if (window == null) {
                return new Window(now);
            }
            if (now - window.begin < INTERVAL_NANOS) {
                window.suppressed += occurrences;
                suppressed[0] = -1;
                return window;
            }
            suppressed[0] = window.suppressed;
            return new Window(now);
        });
        return suppressed[0] < 0 ? OptionalLong.empty() : OptionalLong.of(suppressed[0]);
    }
}
