package io.millrace.contracts.schema;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Durations in ISO 8601, read whole or not at all: weeks alone ({@code P2W}), or days and time ({@code P1DT12H}). Months and
 * years have no fixed length and are refused.
 */
public final class IsoDuration {
    private static final int DAYS_PER_WEEK = 7;
    private static final Pattern WEEKS = Pattern.compile("P[0-9]{1,6}W");
    private static final Pattern DAYS_AND_TIME = Pattern.compile(
            "P(?=[0-9T])(?:[0-9]{1,7}D)?(?:T(?=[0-9])(?:[0-9]{1,9}H)?(?:[0-9]{1,9}M)?(?:[0-9]{1,9}(?:\\.[0-9]{1,3})?S)?)?");

    private IsoDuration() {}

    /** The duration, exact to the millisecond; empty when the text is none of this form. */
    public static Optional<Duration> parse(String text) {
        if (WEEKS.matcher(text).matches()) {
            return Optional.of(
                    Duration.ofDays((long) DAYS_PER_WEEK * Integer.parseInt(text.substring(1, text.length() - 1))));
        }
        try {
            return DAYS_AND_TIME.matcher(text).matches() ? Optional.of(Duration.parse(text)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
