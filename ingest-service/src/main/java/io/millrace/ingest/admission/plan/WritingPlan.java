package io.millrace.ingest.admission.plan;

import java.util.HashSet;
import java.util.Set;

import io.millrace.contracts.schema.Contract;

/** The writing plan of one version of a contract. Immutable: made once and shared by all requests. */
public final class WritingPlan {
    private static final long LARGEST_CONTENT_ID = 0xFFFF_FFFFL;

    private final long contentId;
    private final RecordPlan event;
    private final KeyFields keys;

    private WritingPlan(long contentId, RecordPlan event, KeyFields keys) {
        this.contentId = contentId;
        this.event = event;
        this.keys = keys;
    }

    public static WritingPlan of(Contract contract) {
        Set<String> notEmpty = new HashSet<>(contract.partitionBy());
        contract.roles().region().ifPresent(notEmpty::add);
        return new WritingPlan(contract.contentId(), ValuePlans.ofEvent(contract.schema(), notEmpty),
                KeyFields.of(contract));
    }

    /** Writes a Kafka value: a zero byte, the content id, the datum. */
    boolean write(EventDraft draft, EventDraft.MissingId id) {
        if (contentId < 0 || contentId > LARGEST_CONTENT_ID) {
            return false;
        }
        draft.out.writeByte(0);
        draft.out.writeBigEndian(contentId, Integer.BYTES);
        return event.writeEvent(draft, keys, id);
    }
}
