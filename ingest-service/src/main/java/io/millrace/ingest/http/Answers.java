package io.millrace.ingest.http;

import java.util.List;

import jakarta.ws.rs.core.Response;

import io.millrace.ingest.admission.EventProblem;

/** Turns outcomes into HTTP answers. */
final class Answers {
    static final String PROBLEM_JSON = "application/problem+json";
    /** Larger requests are answered with the count alone. */
    static final int MAX_RESULTS = 1_000;

    private Answers() {}

    static Response problem(Exchange exchange, Problem problem) {
        ProblemCode code = problem.code();
        exchange.code(code);
        Response.ResponseBuilder response = Response.status(code.status()).type(PROBLEM_JSON)
                .entity(body(exchange, problem));
        if (code.retryAfter()) {
            response.header("Retry-After", 1);
        }
        return response.build();
    }

    static Response stored(Exchange exchange, List<Result> results) {
        return ok(json -> {
            json.writeNumberField("accepted", results.size());
            json.writeStringField("correlation_id", exchange.correlationId().value());
            if (results.size() <= MAX_RESULTS) {
                Json.results(json, results);
            }
        });
    }

    static Response ok(Json.Body body) {
        return Response.ok(Json.object(body), "application/json").build();
    }

    static byte[] body(Exchange exchange, Problem problem) {
        ProblemCode code = problem.code();
        return Json.object(json -> {
            json.writeStringField("type", "/problems/" + code.text());
            json.writeStringField("title", code.title());
            json.writeNumberField("status", code.status());
            json.writeStringField("detail", problem.detail());
            json.writeStringField("code", code.text());
            json.writeBooleanField("retryable", code.retryable());
            json.writeStringField("outcome", problem.outcome().text());
            Json.optional(json, "stream", problem.stream());
            Json.optional(json, "contract", problem.contract());
            json.writeStringField("correlation_id", exchange.correlationId().value());
            if (!problem.errors().isEmpty()) {
                json.writeArrayFieldStart("errors");
                for (EventProblem error : problem.errors()) {
                    json.writeStartObject();
                    json.writeNumberField("index", error.index());
                    if (error.line() != null) {
                        json.writeNumberField("line", error.line());
                    }
                    Json.optional(json, "event_id", error.eventId());
                    json.writeStringField("pointer", error.pointer());
                    json.writeStringField("reason", error.reason());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            if (!problem.results().isEmpty()) {
                Json.results(json, problem.results());
            }
        });
    }
}
