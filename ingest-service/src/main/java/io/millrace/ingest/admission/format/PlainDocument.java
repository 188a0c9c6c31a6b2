package io.millrace.ingest.admission.format;

import java.util.Arrays;

import io.millrace.contracts.registry.StreamContracts;
import io.millrace.ingest.admission.plan.JsonInput;
import io.millrace.ingest.admission.value.RecordReader;

/** A {@link JsonDocument} all of whose events can be written without reading them first. */
record PlainDocument(ContractReaders readers, AdmissionRequest request) {
    /** Writes the events. False when the document is not plain: then what the sink received is to be forgotten. */
    boolean write(EventSink events) {
        CloudEventAttributes attributes = request.attributes();
        StreamContracts contracts = request.routing().contractsOf(attributes == null ? "" : attributes.type())
                .orElse(null);
        if (contracts == null) {
            return false;
        }
        ContractReader reader = readers.of(contracts.latest());
        JsonInput in = new JsonInput(request.body(), 0, request.body().length);
        in.skipSpace();
        boolean plain = in.isAt('[') && !request.isOne()
                ? elements(events, reader, in)
                : event(events, reader, in);
        in.skipSpace();
        return plain && in.isEnd();
    }

    private boolean elements(EventSink events, ContractReader reader, JsonInput in) {
        boolean plain = in.take('[');
        do {
            in.skipSpace();
            plain = plain && !events.full() && event(events, reader, in);
            in.skipSpace();
        } while (plain && in.take(','));
        return plain && in.take(']');
    }

    private boolean event(EventSink events, ContractReader reader, JsonInput in) {
        int start = in.position();
        CloudEventAttributes attributes = request.attributes();
        // Asked for, if at all, when the position is behind the event.
        EventContext.Original original = () -> Arrays.copyOfRange(request.body(), start, in.position());
        return events.written(reader, in, false, attributes == null
                ? EventContext.of(null, original)
                : new EventContext(null, attributes.eventId(), attributes.headers(),
                        RecordReader.DefaultValues.NOTHING, original));
    }
}
