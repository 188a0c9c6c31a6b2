package io.millrace.ingest.admission.plan;

/**
 * Integers between two bounds, both inclusive.
 */
record WholeNumberPlan(long least, long most) implements ValuePlan {
    @Override
    public boolean write(EventDraft draft) {
        if (!draft.in.wholeNumber()) {
            return false;
        }
        long value = draft.in.number;
        draft.out.writeLong(value);
        return value >= least && value <= most;
    }
}
