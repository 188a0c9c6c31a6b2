package io.millrace.ingest.admission.format;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.ingest.admission.value.BinaryReader;
import io.millrace.ingest.admission.value.JsonScalars;
import io.millrace.ingest.admission.value.JsonText;
import io.millrace.ingest.admission.value.RecordReader;
import io.millrace.ingest.admission.value.StrictJson;
import io.millrace.ingest.outcome.RejectionReason;
import org.jspecify.annotations.Nullable;

/**
 * CloudEvents in the JSON format. The envelope is not read by the CloudEvents SDK, because it reads numbers in the data
 * as binary floating point.
 */
record CloudEventReading(ContractReaders readers, AdmissionRequest request) {
    /** The treatment of the data of an event. */
    interface Data {
        void read(EventSink events, JsonText data, EventContext.Original original) throws IOException;
    }

    /** Reads events of a stream. */
    void read(EventSink events) throws IOException, RefusedBodyException {
        new JsonDocument(readers, request).elements(events, (text, json) -> event(events, text, json, null));
    }

    /** Reads events whose data is something else than an event of a stream. */
    void read(EventSink events, Data data) throws IOException, RefusedBodyException {
        new JsonDocument(readers, request).elements(events, (text, json) -> event(events, text, json, data));
    }

    private void event(EventSink events, JsonText text, JsonParser json, @Nullable Data inner)
            throws IOException {
        int start = text.start(json);
        EventContext.Original original = () -> text.part(start, text.end(json)).bytes();
        var plain = EventContext.of(null, original);
        if (!json.hasToken(JsonToken.START_OBJECT)) {
            json.skipChildren();
            events.broken(null, RejectionReason.BAD_CE_ATTRIBUTE, "", "expected an object", plain);
            return;
        }
        JsonScalars members = JsonScalars.read(text, json);
        CloudEventAttributes attributes;
        try {
            attributes = CloudEventAttributes.of(attributes(members));
        } catch (CloudEventAttributes.BadAttributeException e) {
            events.broken(null, RejectionReason.BAD_CE_ATTRIBUTE, "", String.valueOf(e.getMessage()), plain);
            return;
        }
        if (inner != null) {
            inner.read(events, members.values().getOrDefault("data", text.part(0, 0)), original);
            return;
        }
        Optional<StreamContracts> contracts = request.routing().contractsOf(attributes.type());
        if (contracts.isEmpty()) {
            events.broken(null, RejectionReason.UNKNOWN_TYPE, "/type", "no stream is assigned to it", plain);
            return;
        }
        var about = new EventContext(null, attributes.eventId(), attributes.headers(),
                RecordReader.DefaultValues.NOTHING, original);
        data(events, contracts.get(), members, attributes, about);
    }

    private static Map<String, String> attributes(JsonScalars members)
            throws CloudEventAttributes.BadAttributeException {
        Map<String, String> attributes = new HashMap<>(members.texts());
        attributes.keySet().removeAll(java.util.Set.of("data", "data_base64"));
        for (String name : members.values().keySet()) {
            if (!name.equals("data") && !members.texts().containsKey(name)) {
                throw new CloudEventAttributes.BadAttributeException("an attribute is an object or an array");
            }
        }
        return attributes;
    }

    private void data(EventSink events, StreamContracts contracts, JsonScalars members,
            CloudEventAttributes attributes, EventContext about) throws IOException {
        JsonText data = members.values().get("data");
        String base64 = members.texts().get("data_base64");
        String fault = null;
        if ((data == null) == (base64 == null)) {
            fault = "must have either data or data_base64";
        } else if (base64 != null) {
            byte[] bytes = BinaryReader.decode(base64);
            if (bytes == null) {
                fault = "data_base64 is not padded base64";
            } else if (attributes.isAvro()) {
                new AvroDatum(readers, request).read(events, contracts, bytes, null, about);
                return;
            } else {
                data = text(bytes);
                fault = data == null ? "the data is not valid UTF-8" : null;
            }
        }
        if (fault == null && !attributes.isJson()) {
            fault = "datacontenttype must be JSON, or Avro in data_base64";
        }
        if (data == null || fault != null) {
            events.broken(contracts.latest(), RejectionReason.CONTRACT_VIOLATION, "/data", String.valueOf(fault),
                    about);
            return;
        }
        try (JsonParser json = data.parser(readers.syntax())) {
            if (json.nextToken() == null) {
                events.broken(contracts.latest(), RejectionReason.CONTRACT_VIOLATION, "/data", "is empty", about);
            } else {
                events.event(readers.of(contracts.latest()), json, about);
            }
        }
    }

    private static @Nullable JsonText text(byte[] bytes) {
        try {
            return JsonText.of(bytes);
        } catch (StrictJson.MalformedUtf8Exception e) {
            return null;
        }
    }
}
