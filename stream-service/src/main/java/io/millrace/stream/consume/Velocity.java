package io.millrace.stream.consume;

import java.util.concurrent.TimeUnit;

/**
 * The speeds at which the records of a stream arrive and are merged, smoothed over about a minute. Pure but for its own state;
 * used by one thread.
 */
final class Velocity {
    /** The time over which a change of speed takes effect by about two thirds, in seconds. */
    private static final double SMOOTHING_SECONDS = 30;

    private long at;
    private long arrived;
    private long merged;
    private boolean started;
    private Rates rates = Rates.UNKNOWN;

    /**
     * Speeds.
     *
     * @param arrival
     *            offsets that arrive per second; NaN before two measurements
     * @param merge
     *            offsets that are merged per second, in the same way
     */
    record Rates(double arrival, double merge) {
        static final Rates UNKNOWN = new Rates(Double.NaN, Double.NaN);

        /**
         * The time until a backlog is merged if both speeds stay, in seconds: infinite when it does not shrink, NaN while the
         * speeds are unknown.
         */
        double secondsToCatchUp(long behind) {
            double closing = merge - arrival;
            if (behind == 0 || Double.isNaN(closing)) {
                return behind == 0 ? 0 : Double.NaN;
            }
            return closing > 0 ? behind / closing : Double.POSITIVE_INFINITY;
        }
    }

    /**
     * Takes a measurement.
     *
     * @param nanos
     *            the time of the measurement, by the clock of {@link System#nanoTime}
     * @param end
     *            sum of the ends of the partitions
     * @param watermarks
     *            sum of the watermarks of the partitions
     */
    Rates measured(long nanos, long end, long watermarks) {
        double seconds = (nanos - at) / (double) TimeUnit.SECONDS.toNanos(1);
        if (!started || end < arrived || watermarks < merged) { // Another topic or table.
            rates = Rates.UNKNOWN;
        } else if (seconds > 0) {
            rates = new Rates(smoothed(rates.arrival(), (end - arrived) / seconds, seconds),
                    smoothed(rates.merge(), (watermarks - merged) / seconds, seconds));
        }
        started = true;
        at = nanos;
        arrived = end;
        merged = watermarks;
        return rates;
    }

    private static double smoothed(double before, double now, double seconds) {
        return Double.isNaN(before) ? now : now + (before - now) * Math.exp(-seconds / SMOOTHING_SECONDS);
    }
}
