package io.millrace.batch.operations;

import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.contracts.record.CorrelationId;

/**
 * A response.
 *
 * @param status
 *            of HTTP
 * @param type
 *            the media type
 * @param body
 *            JSON
 * @param headers
 *            further headers
 */
public record OperationsResponse(int status, String type, JsonNode body, Map<String, String> headers) {
    /** The response to a request that was done. */
    static OperationsResponse of(int status, JsonNode body) {
        return new OperationsResponse(status, "application/json", body, Map.of());
    }

    /** The response to a request that was refused or failed, as RFC 9457 has it and as the gateway gives it. */
    static OperationsResponse problem(OperationsProblem problem, String detail, CorrelationId correlationId,
            Map<String, String> headers) {
        return new OperationsResponse(problem.status(), "application/problem+json",
                JsonNodeFactory.instance.objectNode().put("type", "/problems/" + problem.code())
                        .put("title", problem.title()).put("status", problem.status()).put("detail", detail)
                        .put("code", problem.code()).put("retryable", problem.retryable())
                        .put("correlation_id", correlationId.value()),
                headers);
    }
}
