package io.millrace.ingest.admission;

import java.util.List;

import io.millrace.ingest.admission.format.BodyRefusal;
import io.millrace.ingest.publish.OutgoingRecord;

/** The result of the validation of a request. */
public sealed interface AdmissionVerdict {
    /**
     * The request is processed; every event is valid, unless invalid ones are left out or quarantined.
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
