package io.millrace.ingest.http.problem;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.millrace.ingest.outcome.EventOutcome;
import io.millrace.ingest.outcome.EventProblem;
import io.millrace.ingest.outcome.EventResult;
import org.jspecify.annotations.Nullable;

/** Writes JSON responses token by token: without reflection, so that a native image needs no registered types. */
public final class JsonResponses {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int USUAL_BYTES = 512;
    /** Of the result of one event that is stored. */
    private static final int RESULT_BYTES = 128;
    private static final SerializedString INDEX = new SerializedString("index");
    private static final SerializedString EVENT_ID = new SerializedString("event_id");
    private static final SerializedString STATUS = new SerializedString("status");
    private static final SerializedString PARTITION = new SerializedString("partition");
    private static final SerializedString OFFSET = new SerializedString("offset");

    /** Writes the inside of an object. */
    public interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    private JsonResponses() {}

    public static byte[] object(Body body) {
        return object(0, body);
    }

    /**
     * The same with room for results.
     *
     * @param results
     *            about how many there are
     */
    public static byte[] object(int results, Body body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL_BYTES + RESULT_BYTES * results);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write an answer to memory", e);
        }
        return out.toByteArray();
    }

    public static void optional(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    public static void results(JsonGenerator json, List<EventResult> results) throws IOException {
        json.writeArrayFieldStart("results");
        for (EventResult result : results) {
            json.writeStartObject();
            json.writeFieldName(INDEX);
            json.writeNumber(result.index());
            if (result.eventId() != null) {
                json.writeFieldName(EVENT_ID);
                json.writeString(result.eventId());
            }
            if (result.idGenerated()) {
                json.writeBooleanField("id_generated", true);
            }
            json.writeFieldName(STATUS);
            json.writeString(result.ending().status());
            switch (result.ending()) {
                case EventOutcome.Stored stored -> position(json, stored.partition(), stored.offset());
                case EventOutcome.Quarantined quarantined ->
                    position(json, quarantined.partition(), quarantined.offset());
                case EventOutcome.Rejected rejected -> {
                    json.writeStringField("code", rejected.reason().code());
                    errors(json, rejected.problems());
                }
                case EventOutcome.Skipped unused -> {
                }
                case EventOutcome.Valid unused -> {
                }
                case EventOutcome.Unknown unused -> {
                }
                case EventOutcome.NotStored unused -> {
                }
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    public static void errors(JsonGenerator json, List<EventProblem> errors) throws IOException {
        json.writeArrayFieldStart("errors");
        for (EventProblem error : errors) {
            json.writeStartObject();
            json.writeNumberField("index", error.index());
            if (error.line() != null) {
                json.writeNumberField("line", error.line());
            }
            optional(json, "event_id", error.eventId());
            json.writeStringField("pointer", error.pointer());
            json.writeStringField("reason", error.reason());
            optional(json, "rule", error.rule());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    public static void position(JsonGenerator json, int partition, long offset) throws IOException {
        json.writeFieldName(PARTITION);
        json.writeNumber(partition);
        json.writeFieldName(OFFSET);
        json.writeNumber(offset);
    }
}
