package io.millrace.ingest.publish;

import io.millrace.contracts.record.CorrelationId;
import org.jspecify.annotations.Nullable;

/**
 * The request that contained the events, for their Kafka headers.
 *
 * @param correlationId
 *            the request's id
 * @param traceparent
 *            its W3C trace context, when it came with one
 * @param tracestate
 *            the vendors' part of the trace context
 * @param principal
 *            the authenticated caller
 * @param source
 *            by which way it came: http, ce or cdc
 * @param contentType
 *            the media type of its body
 */
public record RequestMetadata(
        CorrelationId correlationId,
        @Nullable String traceparent,
        @Nullable String tracestate,
        String principal,
        String source,
        String contentType) {
    /** Header: {@link #tracestate()}. */
    public static final String TRACESTATE = "tracestate";
    /** Header: {@link #principal()}. */
    public static final String PRINCIPAL = "principal";
}
