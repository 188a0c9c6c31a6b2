package io.millrace.ingest.http;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.ingest.http.problem.JsonResponses;
import io.millrace.ingest.http.problem.Problem;
import io.millrace.ingest.http.problem.ProblemCode;
import io.millrace.ingest.http.problem.ProblemJson;
import io.millrace.ingest.http.syntax.Preferences;
import io.millrace.ingest.outcome.EventOutcome;
import io.millrace.ingest.outcome.EventProblem;
import io.millrace.ingest.outcome.EventResult;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Builds the responses to requests with events. */
public final class Responses {
    /** Larger requests are answered with the count alone. */
    static final int MAX_RESULTS = 1_000;

    /** Seconds. */
    private static final int MIN_RETRY = 1;
    private static final int MAX_RETRY = 3;
    private static final String JSON = "application/json";
    private static final int OK = 200;
    private static final int MULTI_STATUS = 207;
    /** The Confluent REST API, version 2: sending it again would not help. */
    private static final int CONFLUENT_NOT_RETRIABLE = 1;

    private Responses() {}

    public static ResponseBody problem(RequestContext exchange, Problem problem) {
        return problem(exchange, problem, null);
    }

    /**
     * Of a request that failed.
     *
     * @param error
     *            an error in this service, for the log; null for any other cause
     */
    public static ResponseBody problem(RequestContext exchange, Problem problem, @Nullable Throwable error) {
        ServerErrorLog.write(exchange, problem, error);
        ProblemCode code = problem.code();
        exchange.code(code);
        return new ResponseBody(code.status(), ProblemJson.MEDIA_TYPE,
                ProblemJson.of(exchange.correlationId(), problem),
                code.retryAfter() ? Map.of("Retry-After", retryAfter()) : Map.of());
    }

    /** Randomised, so that clients do not all retry at the same time. */
    private static String retryAfter() {
        return Integer.toString(ThreadLocalRandom.current().nextInt(MIN_RETRY, MAX_RETRY + 1));
    }

    /** Of a request that went on, none of whose events is unknown or not stored. */
    public static ResponseBody done(RequestContext exchange, Preferences preferences, List<EventResult> results) {
        int rejected = count(results, EventOutcome.Rejected.class);
        if (preferences.detail() == Preferences.Detail.MINIMAL && rejected == 0) {
            exchange.applied(Preferences.Detail.MINIMAL.text());
            return ResponseBody.nothing();
        }
        if (preferences.detail() == Preferences.Detail.REPRESENTATION) {
            exchange.applied(Preferences.Detail.REPRESENTATION.text());
        }
        byte[] body = JsonResponses.object(Math.min(MAX_RESULTS, results.size()), json -> {
            json.writeNumberField("accepted", count(results, EventOutcome.Stored.class));
            json.writeNumberField("quarantined", count(results, EventOutcome.Quarantined.class));
            counts(json, results);
            json.writeStringField("correlation_id", exchange.correlationId().value());
            if (results.size() <= MAX_RESULTS || preferences.detail() == Preferences.Detail.REPRESENTATION) {
                JsonResponses.results(json, results);
            } else if (rejected > 0) {
                JsonResponses.results(json,
                        results.stream().filter(r -> r.ending() instanceof EventOutcome.Rejected).toList());
            }
        });
        return ResponseBody.of(rejected > 0 ? MULTI_STATUS : OK, JSON, body);
    }

    /**
     * As a Confluent REST Proxy answers. A record that is not in the topic has an error code there, by which its
     * clients know that it failed, and the status is not 200 then.
     */
    public static ResponseBody offsets(List<EventResult> results) {
        boolean failed = results.stream().anyMatch(result -> !(result.ending() instanceof EventOutcome.Stored));
        byte[] body = JsonResponses.object(json -> {
            json.writeArrayFieldStart("offsets");
            for (EventResult result : results) {
                json.writeStartObject();
                switch (result.ending()) {
                    case EventOutcome.Stored stored -> {
                        JsonResponses.position(json, stored.partition(), stored.offset());
                        json.writeNullField("error_code");
                        json.writeNullField("error");
                    }
                    case EventOutcome.Rejected rejected ->
                        notInTheTopic(json, rejected, "not stored: " + reason(rejected.problems()));
                    case EventOutcome.Quarantined quarantined -> notInTheTopic(json, quarantined,
                            "invalid and stored as a dead letter; do not retry");
                    case EventOutcome other -> notInTheTopic(json, other, other.status());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNullField("key_schema_id");
            json.writeNullField("value_schema_id");
        });
        return ResponseBody.of(failed ? MULTI_STATUS : OK, "application/vnd.kafka.v2+json", body);
    }

    private static void notInTheTopic(JsonGenerator json, EventOutcome ending, String error) throws IOException {
        json.writeNullField("partition");
        json.writeNullField("offset");
        json.writeStringField("status", ending.status());
        json.writeNumberField("error_code", CONFLUENT_NOT_RETRIABLE);
        json.writeStringField("error", error);
    }

    private static String reason(List<EventProblem> problems) {
        return problems.isEmpty()
                ? "the event does not match the contract"
                : problems.getFirst().pointer() + " " + problems.getFirst().reason();
    }

    /** To the handshake of the CloudEvents webhook specification: whether the origin may deliver events here. */
    public static Response webhook(RoutingContext context, List<String> allowed) {
        String origin = context.request().getHeader("WebHook-Request-Origin");
        Response.ResponseBuilder response = Response.noContent().header("Allow", "POST, OPTIONS");
        if (origin != null && (allowed.contains("*") || allowed.contains(origin))) {
            response.header("WebHook-Allowed-Origin", allowed.contains("*") ? "*" : origin)
                    .header("WebHook-Allowed-Rate", "*");
        }
        return response.build();
    }

    /** Of a dry run. */
    static ResponseBody validated(RequestContext exchange, List<EventResult> results) {
        byte[] body = JsonResponses.object(json -> {
            json.writeBooleanField("dry_run", true);
            json.writeNumberField("valid", count(results, EventOutcome.Valid.class));
            counts(json, results);
            json.writeStringField("correlation_id", exchange.correlationId().value());
            JsonResponses.results(json, results);
        });
        return ResponseBody.of(count(results, EventOutcome.Rejected.class) > 0 ? MULTI_STATUS : OK, JSON, body);
    }

    private static void counts(JsonGenerator json, List<EventResult> results) throws IOException {
        for (var kind : List.of(EventOutcome.Rejected.class, EventOutcome.Skipped.class)) {
            int count = count(results, kind);
            if (count > 0) {
                json.writeNumberField(kind == EventOutcome.Rejected.class ? "rejected" : "skipped", count);
            }
        }
    }

    private static int count(List<EventResult> results, Class<? extends EventOutcome> kind) {
        int count = 0;
        for (EventResult result : results) {
            count += kind.isInstance(result.ending()) ? 1 : 0;
        }
        return count;
    }

    public static Response ok(JsonResponses.Body body) {
        return Response.ok(JsonResponses.object(body), JSON).build();
    }
}
