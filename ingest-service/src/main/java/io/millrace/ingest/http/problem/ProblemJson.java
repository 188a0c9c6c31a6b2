package io.millrace.ingest.http.problem;

import io.millrace.contracts.record.CorrelationId;
import io.millrace.contracts.schema.ContractProblem;

/** The JSON of problems: the members of RFC 9457 and those that producers act on. */
public final class ProblemJson {
    /** The media type. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private ProblemJson() {}

    public static byte[] of(CorrelationId correlationId, Problem problem) {
        ProblemCode code = problem.code();
        return JsonResponses.object(json -> {
            json.writeStringField("type", "/problems/" + code.text());
            json.writeStringField("title", code.title());
            json.writeNumberField("status", code.status());
            json.writeStringField("detail", problem.detail());
            json.writeStringField("code", code.text());
            json.writeBooleanField("retryable", code.retryable());
            json.writeStringField("outcome", problem.outcome().text());
            JsonResponses.optional(json, "stream", problem.stream());
            JsonResponses.optional(json, "contract", problem.contract());
            json.writeStringField("correlation_id", correlationId.value());
            if (!problem.errors().isEmpty()) {
                JsonResponses.errors(json, problem.errors());
            }
            if (!problem.reasons().isEmpty()) {
                json.writeArrayFieldStart("errors");
                for (ContractProblem reason : problem.reasons()) {
                    json.writeStartObject();
                    json.writeStringField("pointer", reason.pointer());
                    json.writeStringField("reason", reason.reason());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            if (!problem.results().isEmpty()) {
                JsonResponses.results(json, problem.results());
            }
        });
    }
}
