package io.millrace.launcher.topic;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.local.WrongUseException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Records by their Kafka timestamps. A record without one is in every window.
 *
 * @param since
 *            the first millisecond since the epoch, inclusive
 * @param until
 *            the last, exclusive
 */
public record TimeWindow(long since, long until) {
    /** All records. */
    public static final TimeWindow ALL = new TimeWindow(Long.MIN_VALUE, Long.MAX_VALUE);
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    /**
     * The window between two times: ISO instants, or dates that stand for their first moment in UTC.
     *
     * @throws LauncherException
     *             when one is neither, or is before 1970 or after 9999, or the window is empty
     */
    public static TimeWindow of(Optional<String> since, Optional<String> until) {
        TimeWindow window = new TimeWindow(since.map(text -> millis("--since", text)).orElse(ALL.since),
                until.map(text -> millis("--until", text)).orElse(ALL.until));
        if (window.until <= window.since) {
            throw new WrongUseException(
                    "--until must be later than --since: " + until.orElse("") + " is not later than "
                            + since.orElse("") + ".");
        }
        return window;
    }

    private static long millis(String option, String text) {
        try {
            Instant time = text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            if (time.isBefore(Instant.EPOCH) || !time.isBefore(END)) {
                throw new WrongUseException(option + " must be within the years 1970 to 9999, not '" + text + "'.");
            }
            return time.toEpochMilli();
        } catch (DateTimeException e) {
            throw new WrongUseException(option + " must be a time such as 2026-03-01T12:00:00Z, or a date such as"
                    + " 2026-03-01, not '" + text + "'.", e);
        }
    }

    /** Whether a record is in it. */
    public boolean has(ConsumerRecord<byte[], byte[]> record) {
        return record.timestamp() < 0 || record.timestamp() >= since && record.timestamp() < until;
    }

    /** Whether it has a first moment. */
    public boolean hasBegin() {
        return since > 0;
    }
}
