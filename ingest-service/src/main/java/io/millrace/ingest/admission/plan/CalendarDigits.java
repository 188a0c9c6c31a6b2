package io.millrace.ingest.admission.plan;

/** Dates and their digits. */
final class CalendarDigits {
    /** No number of days. */
    static final long NONE = Long.MIN_VALUE;
    /** The length of {@code yyyy-MM-dd}. */
    static final int DATE_LENGTH = 10;
    /** Days from 1970-01-01 to 0001-01-01 and to 9999-12-31. */
    static final long FIRST_DAY = -719_162;
    static final long LAST_DAY = 2_932_896;

    private static final int FEBRUARY = 2;
    private static final int[] LENGTHS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    private static final int YEARS_OF_CYCLE = 400;
    private static final int DAYS_OF_CYCLE = 146_097;
    /** From 0000-03-01 to 1970-01-01. */
    private static final int DAYS_TO_EPOCH = 719_468;

    private CalendarDigits() {}

    /** Days since 1970-01-01 of a date {@code yyyy-MM-dd}, in the years 1 to 9999; {@link #NONE} for anything else. */
    static long epochDay(byte[] bytes, int at) {
        int year = number(bytes, at, 4);
        int month = number(bytes, at + 5, 2);
        int day = number(bytes, at + 8, 2);
        boolean legal = bytes[at + 4] == '-' && bytes[at + 7] == '-' && year >= 1 && month >= 1
                && month <= LENGTHS.length && day >= 1 && day <= length(year, month);
        return legal ? epochDay(year, month, day) : NONE;
    }

    private static int length(int year, int month) {
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % YEARS_OF_CYCLE == 0);
        return LENGTHS[month - 1] + (leap && month == FEBRUARY ? 1 : 0);
    }

    /** Counts in years that begin in March, so that the day of a leap year is the last. */
    private static long epochDay(int year, int month, int day) {
        int shifted = month > FEBRUARY ? year : year - 1;
        int cycle = shifted / YEARS_OF_CYCLE;
        int yearOfCycle = shifted % YEARS_OF_CYCLE;
        int monthFromMarch = (month + 9) % 12;
        int dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1;
        int dayOfCycle = yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear;
        return (long) cycle * DAYS_OF_CYCLE + dayOfCycle - DAYS_TO_EPOCH;
    }

    /** The number that the digits make; negative when one of them is no digit. */
    static int number(byte[] bytes, int at, int count) {
        int value = 0;
        for (int i = at; i < at + count; i++) {
            if (!JsonInput.isDigit(bytes[i])) {
                return -1;
            }
            value = value * 10 + (bytes[i] - '0');
        }
        return value;
    }
}
