package io.millrace.stream.metrics;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

import org.HdrHistogram.Histogram;

/**
 * Durations of the last two minutes. The quantiles of Micrometer's timer fall to 0 when there are none; here they are NaN. For
 * the ages of rows, neighbours of the same millisecond are one value with a count: one value at a time cost a twentieth of a
 * merge. Safe for several threads.
 */
final class RecentDurations {
    static final Duration KEPT = Duration.ofMinutes(2);
    private static final Duration SLICE = KEPT.dividedBy(4);
    private static final int PERCENT = 100;
    /** Quantiles are off by one percent at most. */
    private static final int DIGITS = 2;
    private static final double MILLIS_PER_SECOND = 1_000;

    private final Clock clock;
    private final Deque<Slice> slices = new ArrayDeque<>();

    private record Slice(long beginMillis, Histogram durations) {}

    RecentDurations(Clock clock) {
        this.clock = clock;
    }

    /** Adds a duration that ends now. */
    synchronized void add(Duration took) {
        slice(clock.millis()).durations().recordValue(took.toMillis());
    }

    /**
     * Adds the ages of rows that are visible now.
     *
     * @param arrivedAtMicros
     *            when their events arrived, in microseconds since the epoch; from the future counts as now
     * @param nowMicros
     *            now
     */
    synchronized void add(long[] arrivedAtMicros, long nowMicros) {
        Histogram ages = slice(TimeUnit.MICROSECONDS.toMillis(nowMicros)).durations();
        long run = 0;
        long millis = 0;
        for (long arrivedAt : arrivedAtMicros) {
            long itsMillis = TimeUnit.MICROSECONDS.toMillis(Math.max(0, nowMicros - arrivedAt));
            if (itsMillis != millis) {
                record(ages, millis, run);
                run = 0;
                millis = itsMillis;
            }
            run++;
        }
        record(ages, millis, run);
    }

    private static void record(Histogram ages, long millis, long rows) {
        if (rows > 0) {
            ages.recordValueWithCount(millis, rows);
        }
    }

    private Slice slice(long now) {
        forget(now);
        Slice last = slices.peekLast();
        if (last == null || now >= last.beginMillis() + SLICE.toMillis()) {
            last = new Slice(now, new Histogram(DIGITS));
            slices.addLast(last);
        }
        return last;
    }

    /** A clock that was set back forgets, too. */
    private void forget(long now) {
        slices.removeIf(slice -> Math.abs(now - slice.beginMillis()) >= KEPT.toMillis());
    }

    /**
     * The duration that a share of them did not exceed.
     *
     * @param share
     *            0 to 1, both inclusive
     * @return seconds; NaN when there was none in the last two minutes
     */
    synchronized double quantile(double share) {
        forget(clock.millis());
        Histogram all = new Histogram(DIGITS);
        slices.forEach(slice -> all.add(slice.durations()));
        return all.getTotalCount() == 0 ? Double.NaN : all.getValueAtPercentile(share * PERCENT) / MILLIS_PER_SECOND;
    }
}
