package io.millrace.contracts.schema;

import java.time.Instant;
import java.time.LocalDate;

/** The ranges of times and dates, which Avro's types do not express. All ends are inclusive. */
public final class ValueRanges {
    /** The first second of the year 1, since the epoch. */
    public static final long MIN_SECOND = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
    /** The last second of the year 9999, since the epoch. */
    public static final long MAX_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
    /** The first day of the year 1, since the epoch. */
    public static final int MIN_DAY = (int) LocalDate.of(1, 1, 1).toEpochDay();
    /** The last day of the year 9999, since the epoch. */
    public static final int MAX_DAY = (int) LocalDate.of(9999, 12, 31).toEpochDay();
    /** The last millisecond of a day. */
    public static final int MAX_MILLI_OF_DAY = 86_399_999;
    /** The last microsecond of a day. */
    public static final long MAX_MICRO_OF_DAY = 86_399_999_999L;

    private ValueRanges() {}
}
