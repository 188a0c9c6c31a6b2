package io.millrace.ingest.admission.plan;

/** One of the symbols of an enum. */
record EnumPlan(NameTable symbols) implements ValuePlan {
    @Override
    public boolean write(EventDraft draft) {
        JsonInput in = draft.in;
        int end = in.string();
        int symbol = end < 0 ? NameTable.NONE : symbols.find(in.bytes, in.at + 1, end, 0);
        if (symbol == NameTable.NONE) {
            return false;
        }
        draft.out.writeLong(symbol);
        in.at = end + 1;
        return true;
    }
}
