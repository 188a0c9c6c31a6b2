package io.millrace.batch.observe;

import java.time.Duration;

/** Spans of time as people read them. */
public final class Spans {
    private static final int SECONDS_OF_MINUTE = 60;
    private static final int MINUTES_OF_HOUR = 60;
    private static final int HOURS_OF_DAY = 24;
    /** Up to this many of a smaller unit are written in it. */
    private static final int LONGEST = 2;

    private Spans() {}

    /** A span in its largest fitting unit, such as {@code 90 s}, {@code 12 min}, {@code 30 h} or {@code 7 d}. */
    public static String text(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        if (seconds <= LONGEST * SECONDS_OF_MINUTE) {
            return seconds + " s";
        }
        if (span.toMinutes() <= LONGEST * MINUTES_OF_HOUR) {
            return span.toMinutes() + " min";
        }
        return span.toHours() <= LONGEST * HOURS_OF_DAY ? span.toHours() + " h" : span.toDays() + " d";
    }
}
