package io.millrace.ingest.admission.format;

import java.io.IOException;
import java.util.Set;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.contracts.schema.UuidText;
import io.millrace.ingest.admission.value.JsonScalars;
import io.millrace.ingest.admission.value.JsonText;
import io.millrace.ingest.outcome.RejectionReason;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * {@code {"records": [{"key": ..., "value": {...}}]}}. A key must be the pk of its event; partitions are chosen by it.
 */
record ConfluentRecords(ContractReaders readers, AdmissionRequest request) {
    private static final Set<String> MEMBERS = Set.of("key", "value");

    void read(EventSink events) throws IOException, RefusedBodyException {
        ContractReader reader = readers.of(request.routing().contractsOf("").orElseThrow().latest());
        JsonText[] records = new JsonText[1];
        new JsonDocument(readers, request).object(events, (text, json) -> {
            JsonScalars members = JsonScalars.read(text, json);
            if (members.values().keySet().equals(Set.of("records"))) {
                records[0] = members.values().get("records");
            }
        });
        if (records[0] == null) {
            throw RefusedBodyException.malformed(0, "the body must be an object with the single member records");
        }
        try (JsonParser json = records[0].parser(readers.syntax())) {
            if (json.nextToken() != JsonToken.START_ARRAY) {
                throw RefusedBodyException.malformed(0, "records must be an array");
            }
            while (json.nextToken() != JsonToken.END_ARRAY) {
                if (events.full()) {
                    throw new RefusedBodyException(new BodyRefusal.TooManyEvents(events.count()));
                }
                record(events, reader, records[0], json);
            }
        }
    }

    private void record(EventSink events, ContractReader reader, JsonText text, JsonParser json)
            throws IOException {
        JsonText whole = text.value(json);
        var about = EventContext.of(null, whole::bytes);
        JsonScalars members = JsonScalars.of(whole, readers.syntax());
        JsonText value = members.values().get("value");
        if (value == null || !MEMBERS.containsAll(members.values().keySet())) {
            events.broken(reader.contract(), RejectionReason.CONTRACT_VIOLATION, "",
                    "a record must have a value, and may have a key; other members are not allowed", about);
            return;
        }
        String field = reader.contract().roles().pk();
        Schema schema = reader.contract().schema().getField(field).schema();
        String pk = spelled(schema, JsonScalars.of(value, readers.syntax()).texts().get(field));
        if (members.values().containsKey("key") && (pk == null
                || !pk.equals(spelled(schema, members.texts().get("key"))))) {
            events.broken(reader.contract(), RejectionReason.CONTRACT_VIOLATION, "/key", "must be the " + field
                    + " of the event", about);
            return;
        }
        try (JsonParser event = value.parser(readers.syntax())) {
            event.nextToken();
            events.event(reader, event, about);
        }
    }

    private static @Nullable String spelled(Schema schema, @Nullable String text) {
        return text == null ? null : UuidText.spelled(schema, text);
    }
}
