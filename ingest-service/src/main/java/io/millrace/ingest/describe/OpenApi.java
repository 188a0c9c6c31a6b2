package io.millrace.ingest.describe;

import java.io.IOException;
import java.util.Collection;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.contracts.Contract;
import io.millrace.ingest.admission.ExampleEvent;

/** Writes the OpenAPI 3.1 document of the streams, with a path, a schema and an example for each. */
public final class OpenApi {
    private final JsonGenerator json;

    private OpenApi(JsonGenerator json) {
        this.json = json;
    }

    /** Writes the inside of the document. */
    public static void write(JsonGenerator json, Collection<Contract> contracts) throws IOException {
        new OpenApi(json).document(contracts);
    }

    private void document(Collection<Contract> contracts) throws IOException {
        json.writeStringField("openapi", "3.1.0");
        json.writeObjectFieldStart("info");
        json.writeStringField("title", "Millrace");
        json.writeStringField("version", "1");
        json.writeStringField("description", "A 2xx means that every event of the request is stored on all in-sync"
                + " replicas. After anything else, send the same request again with the same event ids.");
        json.writeEndObject();
        json.writeObjectFieldStart("paths");
        for (Contract contract : contracts) {
            stream(contract);
        }
        json.writeEndObject();
        json.writeObjectFieldStart("components");
        json.writeObjectFieldStart("schemas");
        for (Contract contract : contracts) {
            json.writeObjectFieldStart(contract.stream().value());
            new JsonSchemas(json).event(contract);
            json.writeEndObject();
        }
        problem();
        json.writeEndObject();
        json.writeEndObject();
    }

    private void stream(Contract contract) throws IOException {
        String stream = contract.stream().value();
        json.writeObjectFieldStart("/v1/streams/" + stream + "/events");
        operation("post", "Stores events of " + contract.title(), "send-" + stream);
        json.writeObjectFieldStart("requestBody");
        json.writeBooleanField("required", true);
        json.writeObjectFieldStart("content");
        json.writeObjectFieldStart("application/json");
        json.writeObjectFieldStart("schema");
        json.writeArrayFieldStart("oneOf");
        json.writeStartObject();
        reference(stream);
        json.writeEndObject();
        json.writeStartObject();
        json.writeStringField("type", "array");
        json.writeNumberField("minItems", 1);
        json.writeObjectFieldStart("items");
        reference(stream);
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
        json.writeFieldName("example");
        json.writeRawValue(ExampleEvent.of(contract));
        json.writeEndObject();
        json.writeObjectFieldStart("application/x-ndjson");
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
        responses();
        json.writeEndObject();
        json.writeEndObject();
    }

    private void operation(String method, String summary, String id) throws IOException {
        json.writeObjectFieldStart(method);
        json.writeStringField("operationId", id);
        json.writeStringField("summary", summary);
    }

    private void responses() throws IOException {
        json.writeObjectFieldStart("responses");
        json.writeObjectFieldStart("200");
        json.writeStringField("description", "Every event is stored on all in-sync replicas");
        json.writeEndObject();
        json.writeObjectFieldStart("default");
        json.writeStringField("description", "Why not, what was stored, and whether to send it again");
        json.writeObjectFieldStart("content");
        json.writeObjectFieldStart("application/problem+json");
        json.writeObjectFieldStart("schema");
        reference("Problem");
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
    }

    /** No stream has such a name: it has a capital letter. */
    private void problem() throws IOException {
        json.writeObjectFieldStart("Problem");
        json.writeStringField("type", "object");
        json.writeObjectFieldStart("properties");
        for (String name : new String[]{"type", "title", "detail", "code", "outcome", "correlation_id"}) {
            property(name, "string");
        }
        property("status", "integer");
        property("retryable", "boolean");
        property("errors", "array");
        property("results", "array");
        json.writeEndObject();
        json.writeEndObject();
    }

    private void property(String name, String type) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("type", type);
        json.writeEndObject();
    }

    private void reference(String schema) throws IOException {
        json.writeStringField("$ref", "#/components/schemas/" + schema);
    }
}
