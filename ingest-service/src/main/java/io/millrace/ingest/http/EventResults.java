package io.millrace.ingest.http;

import java.util.ArrayList;
import java.util.List;

import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.admission.Place;
import io.millrace.ingest.admission.Verdict;
import io.millrace.ingest.outcome.Ending;
import io.millrace.ingest.outcome.Fate;
import io.millrace.ingest.outcome.Result;
import io.millrace.ingest.publish.EncodedEvent;
import io.millrace.ingest.publish.Outgoing;
import io.millrace.ingest.publish.Quarantined;
import org.jspecify.annotations.Nullable;

/** Says for each event of an admitted request what became of it. */
final class EventResults {
    /** How it ended for what was to be sent. */
    private interface Ends {
        Ending of(int slot);
    }

    private EventResults() {}

    /** After sending; one fate for each that was to be sent. */
    static List<Result> sent(Verdict.Admitted admitted, List<? extends Fate> fates) {
        return of(admitted, slot -> switch (fates.get(slot)) {
            case Fate.Stored stored -> switch (admitted.outgoing().get(slot)) {
                case EncodedEvent unused -> new Ending.Stored(stored.partition(), stored.offset());
                case Quarantined unused -> new Ending.Quarantined(stored.partition(), stored.offset());
            };
            case Fate.Unknown unused -> new Ending.Unknown();
            case Fate.NotStored unused -> new Ending.NotStored();
        });
    }

    /** When all that was to be sent ended in the same way. */
    static List<Result> all(Verdict.Admitted admitted, Ending ending) {
        return of(admitted, slot -> ending);
    }

    private static List<Result> of(Verdict.Admitted admitted, Ends ends) {
        List<Result> results = new ArrayList<>(admitted.places().size());
        for (Place place : admitted.places()) {
            int index = results.size();
            results.add(switch (place) {
                case Place.Sent sent -> {
                    Outgoing outgoing = admitted.outgoing().get(sent.slot());
                    yield new Result(index, outgoing.stream(), eventId(outgoing), sent.idGenerated(),
                            ends.of(sent.slot()));
                }
                case Place.LeftOut out -> new Result(index, out.stream(), out.eventId(), false,
                        new Ending.Rejected(out.fault().code(), out.problems()));
                case Place.Skipped unused -> new Result(index, null, null, false, new Ending.Skipped());
            });
        }
        return results;
    }

    /** The one stream that all events of a request go to; null when there is none. */
    static @Nullable StreamName onlyStream(Verdict.Admitted admitted) {
        StreamName only = null;
        for (Place place : admitted.places()) {
            StreamName stream = place instanceof Place.Sent sent ? admitted.outgoing().get(sent.slot()).stream() : null;
            if (stream == null || only != null && !only.equals(stream)) {
                return null;
            }
            only = stream;
        }
        return only;
    }

    private static @Nullable String eventId(Outgoing outgoing) {
        return switch (outgoing) {
            case EncodedEvent event -> event.eventId();
            case Quarantined letter -> letter.eventId();
        };
    }

    /** The stream of a request that is refused as a whole; null when each event says where it goes. */
    static @Nullable StreamName stream(Entry entry) {
        return entry.contract() == null ? null : entry.contract().stream();
    }
}
