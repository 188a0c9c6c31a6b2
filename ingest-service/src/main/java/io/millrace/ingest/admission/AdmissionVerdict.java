package io.millrace.ingest.admission;

import java.util.List;

import io.millrace.ingest.admission.format.BodyRefusal;
import io.millrace.ingest.publish.OutgoingRecord;

/** What becomes of a request. */
public sealed interface AdmissionVerdict {
    /**
     * It goes on; unless some of it was to be left out or quarantined, every event is lawful.
     *
     * @param outgoing
     *            what is to be sent, in the order of the request, without repeats
     * @param events
     *            for each event of the request what became of it
     */
    record Admitted(List<OutgoingRecord> outgoing, List<EventDisposition> events) implements AdmissionVerdict {}

    /**
     * The request is refused as a whole; nothing of it was sent.
     *
     * @param refusal
     *            why
     */
    record Refused(BodyRefusal refusal) implements AdmissionVerdict {}
}
