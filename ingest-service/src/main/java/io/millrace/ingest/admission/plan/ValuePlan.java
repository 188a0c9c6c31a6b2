package io.millrace.ingest.admission.plan;

/** Writes JSON values as Avro values of one type. Immutable: made once per contract and shared by all requests. */
interface ValuePlan {
    /**
     * Writes the value at the position of the draft's input and moves the position behind it. False when the value is not
     * plain: then neither position nor output mean anything any more.
     *
     * @throws io.millrace.contracts.record.OverweightException
     *             when the event takes more memory than it may
     */
    boolean write(EventDraft draft);
}
