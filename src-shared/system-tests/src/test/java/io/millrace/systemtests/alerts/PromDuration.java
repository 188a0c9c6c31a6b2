package io.millrace.systemtests.alerts;

import java.time.Duration;

/** Durations as Prometheus writes them. */
final class PromDuration {
    private PromDuration() {}

    /** The duration in its largest whole unit: {@code 3d}, {@code 6h}, {@code 5m}, {@code 30s}. */
    static String of(Duration duration) {
        if (!duration.isPositive() || duration.getNano() != 0) {
            throw new IllegalArgumentException("not a whole number of seconds: " + duration);
        }
        if (duration.equals(Duration.ofDays(duration.toDays()))) {
            return duration.toDays() + "d";
        }
        if (duration.equals(Duration.ofHours(duration.toHours()))) {
            return duration.toHours() + "h";
        }
        return duration.equals(Duration.ofMinutes(duration.toMinutes()))
                ? duration.toMinutes() + "m"
                : duration.toSeconds() + "s";
    }
}
