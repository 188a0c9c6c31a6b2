package io.millrace.ingest.admission.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.contracts.StreamContracts;
import io.millrace.ingest.admission.EventAdmission;
import io.millrace.ingest.admission.RequestReading;
import io.millrace.ingest.admission.value.BinaryReader;
import io.millrace.ingest.admission.value.JsonScalars;
import io.millrace.ingest.admission.value.JsonText;
import io.millrace.ingest.admission.value.RecordReader;
import io.millrace.ingest.admission.value.StrictJson;
import io.millrace.ingest.outcome.Fault;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;


/**
 * CloudEvents whose attributes and data stand in one JSON text. The envelope is read here and not by the SDK, which reads
 * numbers of the data as binary floating point.
 */
public record CloudEventReading(EventAdmission admission, Offer offer) {
    /** What is done with the data of an event. */
    interface Data {
        void read(RequestReading reading, JsonText data, RequestReading.Original original) throws IOException;
    }

    /** Reads events of a stream. */
    public void read(RequestReading reading) throws IOException, RefusedBodyException {
        new JsonDocument(admission, offer).elements(reading, (text, json) -> event(reading, text, json, null));
    }

    /** Reads events whose data is something else than an event of a stream. */
    public void read(RequestReading reading, Data data) throws IOException, RefusedBodyException {
        new JsonDocument(admission, offer).elements(reading, (text, json) -> event(reading, text, json, data));
    }

    private void event(RequestReading reading, JsonText text, JsonParser json, @Nullable Data inner)
            throws IOException {
        int start = text.start(json);
        RequestReading.Original original = () -> text.part(start, text.end(json)).bytes();
        var plain = RequestReading.Circumstances.of(null, original);
        if (!json.hasToken(JsonToken.START_OBJECT)) {
            json.skipChildren();
            reading.broken(null, Fault.BAD_CE_ATTRIBUTE, "", "expected an object", plain);
            return;
        }
        JsonScalars members = JsonScalars.read(text, json);
        CloudEventAttributes attributes;
        try {
            attributes = CloudEventAttributes.of(attributes(members));
        } catch (CloudEventAttributes.BadAttributeException e) {
            reading.broken(null, Fault.BAD_CE_ATTRIBUTE, "", String.valueOf(e.getMessage()), plain);
            return;
        }
        if (inner != null) {
            inner.read(reading, members.values().getOrDefault("data", text.part(0, 0)), original);
            return;
        }
        Optional<StreamContracts> contracts = offer.routing().contractsOf(attributes.type());
        if (contracts.isEmpty()) {
            reading.broken(null, Fault.UNKNOWN_TYPE, "/type", "no stream is assigned to it", plain);
            return;
        }
        var about = new RequestReading.Circumstances(null, attributes.eventId(), attributes.headers(),
                RecordReader.StandIn.NOTHING, original);
        data(reading, contracts.get(), members, attributes, about);
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

    private void data(RequestReading reading, StreamContracts contracts, JsonScalars members,
            CloudEventAttributes attributes, RequestReading.Circumstances about) throws IOException {
        JsonText data = members.values().get("data");
        String base64 = members.texts().get("data_base64");
        String fault = null;
        if ((data == null) == (base64 == null)) {
            fault = "must have either data or data_base64";
        } else if (base64 != null) {
            byte[] bytes = BinaryReader.decode(base64);
            if (bytes == null) {
                fault = "data_base64 is no padded base64";
            } else if (attributes.isAvro()) {
                new AvroDatum(admission, offer).read(reading, contracts, bytes, null, about);
                return;
            } else {
                data = text(bytes);
                fault = data == null ? "the data is no UTF-8" : null;
            }
        }
        if (fault == null && !attributes.isJson()) {
            fault = "datacontenttype must be JSON, or Avro in data_base64";
        }
        if (data == null || fault != null) {
            reading.broken(contracts.latest(), Fault.CONTRACT_VIOLATION, "/data", String.valueOf(fault), about);
            return;
        }
        try (JsonParser json = data.parser(admission.syntax())) {
            if (json.nextToken() == null) {
                reading.broken(contracts.latest(), Fault.CONTRACT_VIOLATION, "/data", "is empty", about);
            } else {
                reading.event(admission.target(contracts.latest()), json, about);
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
