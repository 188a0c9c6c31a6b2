package io.millrace.ingest.admission.plan;

import io.millrace.contracts.record.DecodedWeight;
import io.millrace.ingest.admission.value.ValidationErrors;

/** Arrays, as one block. */
record ArrayPlan(ValuePlan elements) implements ValuePlan {
    @Override
    public boolean write(EventDraft draft) {
        JsonInput in = draft.in;
        AvroOutput out = draft.out;
        if (!in.take('[')) {
            return false;
        }
        draft.weight.charge(DecodedWeight.LIST);
        int start = out.length;
        // Where the number of elements will stand; without any, it is the end of the array.
        out.writeByte(0);
        in.skipSpace();
        if (in.take(']')) {
            return true;
        }
        int count = 0;
        do {
            in.skipSpace();
            draft.weight.charge(ValidationErrors.ELEMENT);
            if (!elements.write(draft)) {
                return false;
            }
            count++;
            in.skipSpace();
        } while (in.take(','));
        out.insertLong(start, 1, count);
        out.writeByte(0);
        return in.take(']');
    }
}
