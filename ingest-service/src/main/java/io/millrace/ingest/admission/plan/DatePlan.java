package io.millrace.ingest.admission.plan;

/** Dates in the years 1 to 9999: an integer in days since 1970-01-01, or {@code yyyy-MM-dd}. */
record DatePlan() implements ValuePlan {
    private static final WholeNumberPlan DAYS = new WholeNumberPlan(CalendarDigits.FIRST_DAY, CalendarDigits.LAST_DAY);

    @Override
    public boolean write(EventDraft draft) {
        JsonInput in = draft.in;
        if (!in.isAt('"')) {
            return DAYS.write(draft);
        }
        int from = in.at + 1;
        if (in.string() != from + CalendarDigits.DATE_LENGTH) {
            return false;
        }
        long day = CalendarDigits.epochDay(in.bytes, from);
        if (day == CalendarDigits.NONE) {
            return false;
        }
        draft.out.writeLong(day);
        in.at = from + CalendarDigits.DATE_LENGTH + 1;
        return true;
    }
}
