package io.millrace.ingest.admission.plan;

import io.millrace.ingest.config.TimePrecision;

/** Instants in the years 1 to 9999: an integer in the unit of the field, or RFC 3339 text with an offset. */
enum TimestampPlan implements ValuePlan {
    MILLIS(1_000L, 3), MICROS(1_000_000L, 6);

    private static final long SECONDS_PER_DAY = 86_400;
    private static final long FIRST_SECOND = CalendarDigits.FIRST_DAY * SECONDS_PER_DAY;
    private static final long LAST_SECOND = CalendarDigits.LAST_DAY * SECONDS_PER_DAY + SECONDS_PER_DAY - 1;
    /** The length of {@code yyyy-MM-ddTHH:mm:ss}, and of an offset {@code +HH:mm}. */
    private static final int TIME_LENGTH = 19;
    private static final int OFFSET_LENGTH = 6;
    private static final int MOST_PLACES = 9;

    private final long perSecond;
    private final int places;
    private final WholeNumberPlan number;

    TimestampPlan(long perSecond, int places) {
        this.perSecond = perSecond;
        this.places = places;
        this.number = new WholeNumberPlan(FIRST_SECOND * perSecond, LAST_SECOND * perSecond + perSecond - 1);
    }

    @Override
    public boolean write(EventDraft draft) {
        JsonInput in = draft.in;
        if (!in.isAt('"')) {
            return number.write(draft);
        }
        int from = in.at + 1;
        int end = in.string();
        if (end < from + TIME_LENGTH + 1) {
            return false;
        }
        byte[] bytes = in.bytes;
        int fraction = fractionEnd(bytes, from + TIME_LENGTH, end);
        long second = second(bytes, from);
        int offset = offset(bytes, fraction, end);
        if (second == CalendarDigits.NONE || offset == Integer.MIN_VALUE) {
            return false;
        }
        long units = units(bytes, from + TIME_LENGTH + 1, fraction, draft.precision);
        second -= offset;
        if (units < 0 || second < FIRST_SECOND || second > LAST_SECOND) {
            return false;
        }
        draft.out.writeLong(second * perSecond + units);
        in.at = end + 1;
        return true;
    }

    /** The second of the local date and time; {@link CalendarDigits#NONE} when they are none. */
    private static long second(byte[] bytes, int at) {
        long day = CalendarDigits.epochDay(bytes, at);
        int hour = CalendarDigits.number(bytes, at + 11, 2);
        int minute = CalendarDigits.number(bytes, at + 14, 2);
        int second = CalendarDigits.number(bytes, at + 17, 2);
        byte t = bytes[at + CalendarDigits.DATE_LENGTH];
        boolean legal = day != CalendarDigits.NONE && (t == 'T' || t == 't') && bytes[at + 13] == ':'
                && bytes[at + 16] == ':' && isBelow(hour, 24) && isBelow(minute, 60) && isBelow(second, 60);
        return legal ? day * SECONDS_PER_DAY + hour * 3_600L + minute * 60L + second : CalendarDigits.NONE;
    }

    private static boolean isBelow(int number, int limit) {
        return number >= 0 && number < limit;
    }

    /** The index behind the digits of a second, or the same index when there are none. */
    private static int fractionEnd(byte[] bytes, int at, int end) {
        int i = at;
        if (bytes[i] == '.') {
            i++;
            while (i < end && JsonInput.isDigit(bytes[i])) {
                i++;
            }
        }
        return i;
    }

    /** The units of the field in a fraction of a second; negative when it is too long or too precise. */
    private long units(byte[] bytes, int from, int until, TimePrecision precision) {
        int count = until - from;
        if (count < 0) {
            return 0;
        }
        if (count == 0 || count > MOST_PLACES) {
            return -1;
        }
        long units = 0;
        for (int i = 0; i < Math.max(count, places); i++) {
            int digit = i < count ? bytes[from + i] - '0' : 0;
            if (i < places) {
                units = units * 10 + digit;
            } else if (digit != 0 && precision == TimePrecision.EXACT) {
                return -1;
            }
        }
        return units;
    }

    /** Seconds; Integer.MIN_VALUE when the rest of the text is no offset, or one of 18 hours and more. */
    private static int offset(byte[] bytes, int at, int end) {
        if (end == at + 1 && (bytes[at] == 'Z' || bytes[at] == 'z')) {
            return 0;
        }
        if (end != at + OFFSET_LENGTH || bytes[at] != '+' && bytes[at] != '-' || bytes[at + 3] != ':') {
            return Integer.MIN_VALUE;
        }
        int hour = CalendarDigits.number(bytes, at + 1, 2);
        int minute = CalendarDigits.number(bytes, at + 4, 2);
        if (!isBelow(hour, 18) || !isBelow(minute, 60)) {
            return Integer.MIN_VALUE;
        }
        int seconds = hour * 3_600 + minute * 60;
        return bytes[at] == '-' ? -seconds : seconds;
    }
}
