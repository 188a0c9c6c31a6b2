package io.millrace.ingest.publish;

import java.util.List;

import io.millrace.contracts.CorrelationId;
import io.millrace.contracts.StreamName;
import org.jspecify.annotations.Nullable;

/**
 * The events of one request.
 *
 * @param stream
 *            where they go
 * @param correlationId
 *            the request's id
 * @param traceparent
 *            the request's W3C trace context, when it came with one
 * @param events
 *            in the order in which they are sent; never empty
 */
public record Batch(
        StreamName stream,
        CorrelationId correlationId,
        @Nullable String traceparent,
        List<EncodedEvent> events) {}
