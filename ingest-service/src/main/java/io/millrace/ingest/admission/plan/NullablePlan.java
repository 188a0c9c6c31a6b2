package io.millrace.ingest.admission.plan;

/**
 * A union with null.
 *
 * @param nullBranch
 *            the index of null in the union
 * @param otherBranch
 *            the index of the other branch
 */
record NullablePlan(ValuePlan other, int nullBranch, int otherBranch) implements ValuePlan {
    @Override
    public boolean write(EventDraft draft) {
        if (draft.in.isAt('n')) {
            draft.out.writeLong(nullBranch);
            return draft.in.take("null");
        }
        draft.out.writeLong(otherBranch);
        return other.write(draft);
    }
}
