package io.millrace.ingest.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.ingest.publish.Fate;
import org.jspecify.annotations.Nullable;

/** Writes answers, token by token: no reflection, so that a native image needs no list of types. */
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** Writes the inside of an object. */
    interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    private Json() {}

    static byte[] object(Body body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write an answer to memory", e);
        }
        return out.toByteArray();
    }

    static void optional(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    static void results(JsonGenerator json, List<Result> results) throws IOException {
        json.writeArrayFieldStart("results");
        for (Result result : results) {
            json.writeStartObject();
            json.writeNumberField("index", result.index());
            json.writeStringField("event_id", result.eventId());
            switch (result.fate()) {
                case Fate.Stored stored -> {
                    json.writeStringField("status", "stored");
                    json.writeNumberField("partition", stored.partition());
                    json.writeNumberField("offset", stored.offset());
                }
                case Fate.Unknown unknown -> json.writeStringField("status", "unknown");
                case Fate.NotStored notStored -> json.writeStringField("status", "not_stored");
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
