package io.millrace.ingest.admission.format;

import java.io.IOException;
import java.util.List;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.ingest.admission.value.JsonText;
import io.millrace.ingest.admission.value.RecordReader;
import io.millrace.ingest.admission.value.StrictJson;
import io.millrace.ingest.outcome.EventProblem;
import io.millrace.ingest.outcome.RejectionReason;
import org.jspecify.annotations.Nullable;

/** One JSON text: an object is an element, and so is each object of an array. */
record JsonDocument(ContractReaders readers, AdmissionRequest request) {
    /** Reads the element at the parser's current token and leaves the parser at its last token. */
    interface Element {
        void read(JsonText text, JsonParser json) throws IOException;
    }

    void read(EventSink events) throws IOException, RefusedBodyException {
        CloudEventAttributes attributes = request.attributes();
        StreamContracts contracts = request.routing().contractsOf(attributes == null ? "" : attributes.type())
                .orElseThrow(
                        () -> new RefusedBodyException(new BodyRefusal.InvalidEvents(1, RejectionReason.UNKNOWN_TYPE, 1,
                                List.of(new EventProblem(0, null, null, "/type", "no stream is assigned to it")))));
        ContractReader reader = readers.of(contracts.latest());
        elements(events, (text, json) -> {
            int start = text.start(json);
            EventContext.Original original = () -> text.part(start, text.end(json)).bytes();
            events.event(reader, json, attributes == null
                    ? EventContext.of(null, original)
                    : new EventContext(null, attributes.eventId(), attributes.headers(),
                            RecordReader.DefaultValues.NOTHING, original));
        });
    }

    /** Walks through the elements of the body, whatever they are. Each must be left at its last token. */
    void elements(EventSink events, Element element) throws IOException, RefusedBodyException {
        walk(events, element, !request.isOne());
    }

    /** Reads the body, which must be one object. */
    void object(EventSink events, Element element) throws IOException, RefusedBodyException {
        walk(events, element, false);
    }

    private void walk(EventSink events, Element element, boolean arrayToo)
            throws IOException, RefusedBodyException {
        JsonText text = text(request.body());
        try (JsonParser json = text.parser(readers.syntax())) {
            JsonToken first = json.nextToken();
            if (first == JsonToken.START_OBJECT) {
                element.read(text, json);
            } else if (first == JsonToken.START_ARRAY && arrayToo) {
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    if (!json.hasCurrentToken()) {
                        throw new IllegalStateException("an element was read beyond its end");
                    }
                    if (events.full()) {
                        throw new RefusedBodyException(new BodyRefusal.TooManyEvents(events.count()));
                    }
                    element.read(text, json);
                }
            } else {
                throw RefusedBodyException.malformed(0, wrongShape(first, arrayToo));
            }
            if (json.nextToken() != null) {
                throw RefusedBodyException.malformed(events.count(),
                        "data follows the first JSON text; send an array, or application/x-ndjson");
            }
        } catch (JsonProcessingException e) {
            throw RefusedBodyException.malformed(events.count(), StrictJson.reason(e));
        }
    }

    private static String wrongShape(@Nullable JsonToken first, boolean arrayToo) {
        if (first == null) {
            return "the body is empty";
        }
        return arrayToo
                ? "the body must be an object or an array of objects"
                : "the body must be one object";
    }

    /** The text of a body of which no event was read yet. */
    static JsonText text(byte[] body) throws RefusedBodyException {
        try {
            return JsonText.of(body);
        } catch (StrictJson.MalformedUtf8Exception e) {
            throw RefusedBodyException.malformed(0, String.valueOf(e.getMessage()));
        }
    }
}
