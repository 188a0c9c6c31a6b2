package io.millrace.landing;

import java.util.concurrent.TimeUnit;

import io.millrace.table.EventBatch;
import io.millrace.table.vector.LongVector;

/**
 * The events of a micro-batch by their lateness: the time from the event time to the acceptance by the gateway, or to the
 * timestamp of the Kafka record of an event that did not come through the gateway.
 *
 * @param upToAnHour
 *            number of events that are at most an hour late, or have an event time in the future
 * @param upToADay
 *            number of those that are later than that, and at most a day late
 * @param upToAWeek
 *            number of those that are later than that, and at most seven days late
 * @param older
 *            number of those that are later still
 */
public record Lateness(long upToAnHour, long upToADay, long upToAWeek, long older) {
    /** No events. */
    public static final Lateness NONE = new Lateness(0, 0, 0, 0);

    private static final long HOUR = TimeUnit.HOURS.toMicros(1);
    private static final long DAY = TimeUnit.DAYS.toMicros(1);
    private static final long WEEK = TimeUnit.DAYS.toMicros(7);

    /**
     * Counts the events of a batch, from its columns.
     *
     * @param eventTime
     *            the name of the column that holds the event time
     */
    static Lateness of(EventBatch events, String eventTime) {
        if (!(events.vector(eventTime) instanceof LongVector times)) {
            throw new IllegalArgumentException("column " + eventTime + " is no event time");
        }
        long hour = 0;
        long day = 0;
        long week = 0;
        for (int i = 0; i < events.size(); i++) {
            long late = events.ingestedAtMicros(i) - times.at(i);
            if (late <= HOUR) {
                hour++;
            } else if (late <= DAY) {
                day++;
            } else if (late <= WEEK) {
                week++;
            }
        }
        return new Lateness(hour, day, week, events.size() - hour - day - week);
    }
}
