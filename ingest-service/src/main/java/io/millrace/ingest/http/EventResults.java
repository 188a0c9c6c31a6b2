package io.millrace.ingest.http;

import java.util.ArrayList;
import java.util.List;

import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.admission.AdmissionVerdict;
import io.millrace.ingest.admission.EventDisposition;
import io.millrace.ingest.outcome.EventOutcome;
import io.millrace.ingest.outcome.EventResult;
import io.millrace.ingest.outcome.SendOutcome;
import io.millrace.ingest.publish.EncodedEvent;
import io.millrace.ingest.publish.OutgoingRecord;
import io.millrace.ingest.publish.QuarantinedEvent;
import org.jspecify.annotations.Nullable;

/** Says for each event of an admitted request what became of it. */
final class EventResults {
    /** How it ended for what was to be sent. */
    private interface Ends {
        EventOutcome of(int slot);
    }

    private EventResults() {}

    /** After sending; one fate for each that was to be sent. */
    static List<EventResult> sent(AdmissionVerdict.Admitted admitted, List<? extends SendOutcome> fates) {
        return of(admitted, slot -> switch (fates.get(slot)) {
            case SendOutcome.Stored stored -> switch (admitted.outgoing().get(slot)) {
                case EncodedEvent unused -> new EventOutcome.Stored(stored.partition(), stored.offset());
                case QuarantinedEvent unused -> new EventOutcome.Quarantined(stored.partition(), stored.offset());
            };
            case SendOutcome.Unknown unused -> new EventOutcome.Unknown();
            case SendOutcome.NotStored unused -> new EventOutcome.NotStored();
        });
    }

    /** When all that was to be sent ended in the same way. */
    static List<EventResult> all(AdmissionVerdict.Admitted admitted, EventOutcome ending) {
        return of(admitted, slot -> ending);
    }

    private static List<EventResult> of(AdmissionVerdict.Admitted admitted, Ends ends) {
        List<EventResult> results = new ArrayList<>(admitted.places().size());
        for (EventDisposition place : admitted.places()) {
            int index = results.size();
            results.add(switch (place) {
                case EventDisposition.Sent sent -> {
                    OutgoingRecord outgoing = admitted.outgoing().get(sent.slot());
                    yield new EventResult(index, outgoing.stream(), eventId(outgoing), sent.idGenerated(),
                            ends.of(sent.slot()));
                }
                case EventDisposition.LeftOut out -> new EventResult(index, out.stream(), out.eventId(), false,
                        new EventOutcome.Rejected(out.fault().code(), out.problems()));
                case EventDisposition.Skipped unused ->
                    new EventResult(index, null, null, false, new EventOutcome.Skipped());
            });
        }
        return results;
    }

    /** The one stream that all events of a request go to; null when there is none. */
    static @Nullable StreamName onlyStream(AdmissionVerdict.Admitted admitted) {
        StreamName only = null;
        for (EventDisposition place : admitted.places()) {
            StreamName stream = place instanceof EventDisposition.Sent sent
                    ? admitted.outgoing().get(sent.slot()).stream()
                    : null;
            if (stream == null || only != null && !only.equals(stream)) {
                return null;
            }
            only = stream;
        }
        return only;
    }

    private static @Nullable String eventId(OutgoingRecord outgoing) {
        return switch (outgoing) {
            case EncodedEvent event -> event.eventId();
            case QuarantinedEvent letter -> letter.eventId();
        };
    }

    /** The stream of a request that is refused as a whole; null when each event says where it goes. */
    static @Nullable StreamName stream(AcceptedRequest accepted) {
        return accepted.contract() == null ? null : accepted.contract().stream();
    }
}
