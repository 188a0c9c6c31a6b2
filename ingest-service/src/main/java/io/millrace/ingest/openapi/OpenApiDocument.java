package io.millrace.ingest.openapi;

import static io.millrace.ingest.openapi.JsonSchemas.of;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ExampleEvent;

/**
 * Writes an OpenAPI document of all operations. Where events of one stream are sent, each stream has a path of its own
 * with the schema of its events beside the path for all streams.
 */
public final class OpenApiDocument {
    private static final String PROBLEM_JSON = "application/problem+json";
    private static final String STREAM = "{stream}";
    private static final Pattern IN_PATH = Pattern.compile("\\{([a-z_]+)}");
    /** Of every answer. */
    private static final String CORRELATION_ID = "X-Correlation-ID";

    private final Collection<Contract> contracts;
    private final List<ApiOperation> operations;

    private OpenApiDocument(Collection<Contract> contracts, List<ApiOperation> operations) {
        this.contracts = contracts;
        this.operations = operations;
    }

    /** Writes the inside of the document. */
    public static void write(JsonGenerator json, Collection<Contract> contracts, List<ApiOperation> operations)
            throws IOException {
        for (var member : new OpenApiDocument(contracts, operations).document().entrySet()) {
            json.writeFieldName(member.getKey());
            write(json, member.getValue());
        }
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        switch (value) {
            case Map<?, ?> members -> {
                json.writeStartObject();
                for (var member : members.entrySet()) {
                    json.writeFieldName(String.valueOf(member.getKey()));
                    write(json, member.getValue());
                }
                json.writeEndObject();
            }
            case List<?> elements -> {
                json.writeStartArray();
                for (Object element : elements) {
                    write(json, element);
                }
                json.writeEndArray();
            }
            case RawJson raw -> json.writeRawValue(raw.text());
            case BigDecimal number -> json.writeNumber(number);
            case Number number -> json.writeNumber(number.longValue());
            case Boolean bool -> json.writeBoolean(bool);
            default -> json.writeString(value.toString());
        }
    }

    /** JSON that is written as it is. */
    private record RawJson(String text) {}

    private Map<String, Object> document() {
        Map<String, Object> schemas = new LinkedHashMap<>();
        contracts.forEach(contract -> schemas.put(contract.stream().value(), JsonSchemas.event(contract)));
        // No stream has such a name: it has a capital letter.
        schemas.put("Problem", problem());
        return of("openapi", "3.1.0", "info", of("title", "Millrace", "version", "1", "description",
                "A 2xx means that every event of the request is stored on all in-sync replicas. A problem whose"
                        + " retryable is true, or no answer: send the same request again with the same event ids. Other"
                        + " problems name what to change in the request."),
                "security", List.of(of(), of("key", List.of()), of("token", List.of())), "paths", paths(), "components",
                of("schemas", schemas, "securitySchemes",
                        of("key", of("type", "apiKey", "in", "header", "name", "X-API-Key"), "token",
                                of("type", "http", "scheme", "bearer"))));
    }

    private Map<String, Map<String, Object>> paths() {
        Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
        for (ApiOperation operation : operations) {
            paths.computeIfAbsent(operation.path(), path -> new LinkedHashMap<>()).put(operation.method(),
                    operation(operation, operation.path(), operation.id(), Map.of()));
        }
        for (Contract contract : contracts) {
            String stream = contract.stream().value();
            for (ApiOperation operation : operations) {
                if (operation.sendsEvents() != ApiOperation.Events.NONE) {
                    String path = operation.path().replace(STREAM, stream);
                    paths.computeIfAbsent(path, p -> new LinkedHashMap<>()).put(operation.method(),
                            operation(operation, path, operation.id() + "-" + stream, events(contract, operation)));
                }
            }
        }
        return paths;
    }

    private static Map<String, Object> events(Contract contract, ApiOperation operation) {
        Map<String, Object> event = reference(contract.stream().value());
        Map<String, Object> schema = operation.sendsEvents() == ApiOperation.Events.ONE
                ? event
                : of("oneOf", List.of(event, of("type", "array", "minItems", 1, "items", event)));
        return of("schema", schema, "example", new RawJson(ExampleEvent.of(contract)));
    }

    private static Map<String, Object> operation(ApiOperation operation, String path, String id,
            Map<String, Object> json) {
        Map<String, Object> described = of("operationId", id, "summary", operation.summary(), "parameters",
                parameters(operation, path));
        if (!operation.body().isEmpty()) {
            Map<String, Object> content = new LinkedHashMap<>();
            operation.body().forEach(type -> content.put(type, type.equals("application/json") ? json : Map.of()));
            described.put("requestBody", of("required", true, "content", content));
        }
        Map<String, Object> responses = new LinkedHashMap<>();
        operation.answers().forEach((status, answer) -> responses.put(status.toString(), answer(answer)));
        operation.problems().forEach((status, codes) -> responses.put(status.toString(), problems(codes)));
        described.put("responses", responses);
        return described;
    }

    private static List<Object> parameters(ApiOperation operation, String path) {
        List<Object> parameters = new ArrayList<>();
        for (Matcher name = IN_PATH.matcher(path); name.find();) {
            parameters.add(of("in", "path", "name", name.group(1), "required", true, "schema",
                    name.group(0).equals(STREAM)
                            ? of("type", "string", "pattern", "^[a-z][a-z0-9_-]{0,99}$")
                            : of("type", "string", "minLength", 1)));
        }
        operation.parameters().forEach(p -> parameters.add(of("in", p.in(), "name", p.name(), "description",
                p.description(), "required", false, "schema", p.schema())));
        return parameters;
    }

    private static Map<String, Object> answer(ApiOperation.Answer answer) {
        Map<String, Object> json = of("description", answer.description(), "headers", headers(answer.headers()));
        if (!answer.types().isEmpty()) {
            Map<String, Object> content = new LinkedHashMap<>();
            answer.types().forEach(type -> content.put(type, Map.of()));
            json.put("content", content);
        }
        return json;
    }

    private static Map<String, Object> problems(List<String> codes) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String code : codes) {
            switch (code) {
                case "unauthenticated" -> headers.put("WWW-Authenticate", "The authentication scheme");
                case "unsupported-media-type" -> {
                    headers.put("Accept-Post", "The media types that are read here");
                    headers.put("Accept-Encoding", "The content codings that are read");
                }
                case "method-not-allowed" -> headers.put("Allow", "The methods of the path");
                case "quota" -> headers.put("RateLimit", "What is left of the quota");
                default -> {
                    // No header of its own.
                }
            }
            if (code.equals("quota") || code.endsWith("-unavailable") || code.equals("overloaded")
                    || code.equals("draining") || code.equals("ack-timeout")) {
                headers.put("Retry-After", "Seconds to wait before the request is sent again");
            }
        }
        return of("description", "Codes: " + String.join(", ", codes), "headers", headers(headers), "content",
                of(PROBLEM_JSON, of("schema", of("allOf", List.of(reference("Problem"),
                        of("properties", of("code", of("enum", codes))))))));
    }

    private static Map<String, Object> headers(Map<String, String> headers) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(CORRELATION_ID, header("Names the request in logs, records and rows"));
        headers.forEach((name, meaning) -> json.put(name, header(meaning)));
        return json;
    }

    private static Map<String, Object> header(String meaning) {
        return of("description", meaning, "schema", of("type", "string"));
    }

    private static Map<String, Object> problem() {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (String name : List.of("type", "title", "detail", "code", "correlation_id", "stream", "contract")) {
            properties.put(name, of("type", "string"));
        }
        properties.put("status", of("type", "integer"));
        properties.put("retryable", of("type", "boolean"));
        properties.put("outcome", of("enum", List.of("not_stored", "partial", "unknown")));
        properties.put("errors", of("type", "array", "items",
                of("type", "object", "properties", of("index", of("type", "integer"), "pointer", of("type", "string"),
                        "reason", of("type", "string"), "rule", of("type", "string")))));
        properties.put("results", of("type", "array", "items", of("type", "object")));
        return of("type", "object", "required",
                List.of("type", "title", "status", "detail", "code", "retryable", "outcome", "correlation_id"),
                "properties", properties);
    }

    private static Map<String, Object> reference(String schema) {
        return of("$ref", "#/components/schemas/" + schema);
    }
}
