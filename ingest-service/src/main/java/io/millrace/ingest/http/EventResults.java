package io.millrace.ingest.http;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.admission.AdmissionVerdict;
import io.millrace.ingest.admission.EventDisposition;
import io.millrace.ingest.outcome.EventOutcome;
import io.millrace.ingest.outcome.EventResult;
import io.millrace.ingest.publish.OutgoingRecord;
import org.jspecify.annotations.Nullable;

/** The results of the events of an admitted request, in the order of the request. */
final class EventResults {
    private EventResults() {}

    /** After sending; one outcome for each event that was sent. */
    static List<EventResult> sent(AdmissionVerdict.Admitted admitted, List<EventOutcome> outcomes) {
        return of(admitted, outcomes::get);
    }

    /** When every event that was to be sent has the same outcome. */
    static List<EventResult> all(AdmissionVerdict.Admitted admitted, EventOutcome outcome) {
        return of(admitted, index -> outcome);
    }

    private static List<EventResult> of(AdmissionVerdict.Admitted admitted, IntFunction<EventOutcome> outcomes) {
        List<EventResult> results = new ArrayList<>(admitted.events().size());
        for (EventDisposition event : admitted.events()) {
            int index = results.size();
            results.add(switch (event) {
                case EventDisposition.Send send -> {
                    OutgoingRecord outgoing = admitted.outgoing().get(send.index());
                    yield new EventResult(index, outgoing.stream(), outgoing.eventId(), send.idGenerated(),
                            outcomes.apply(send.index()));
                }
                case EventDisposition.Decided decided ->
                    new EventResult(index, decided.stream(), decided.eventId(), false, decided.outcome());
            });
        }
        return results;
    }

    /** The one stream that all events of a request go to; null when there is none. */
    static @Nullable StreamName onlyStream(AdmissionVerdict.Admitted admitted) {
        StreamName only = null;
        for (EventDisposition event : admitted.events()) {
            StreamName stream = event instanceof EventDisposition.Send send
                    ? admitted.outgoing().get(send.index()).stream()
                    : null;
            if (stream == null || only != null && !only.equals(stream)) {
                return null;
            }
            only = stream;
        }
        return only;
    }
}
