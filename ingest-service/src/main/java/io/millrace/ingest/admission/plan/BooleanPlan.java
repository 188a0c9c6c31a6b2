package io.millrace.ingest.admission.plan;

/** The words true and false. */
record BooleanPlan() implements ValuePlan {
    @Override
    public boolean write(EventDraft draft) {
        boolean value = draft.in.isAt('t');
        draft.out.writeByte(value ? 1 : 0);
        return draft.in.take(value ? "true" : "false");
    }
}
