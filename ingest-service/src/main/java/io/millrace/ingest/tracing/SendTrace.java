package io.millrace.ingest.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import org.jspecify.annotations.Nullable;

/** The span of the send of a request's events to Kafka. The records carry its context, so that a merge can link to it. */
public final class SendTrace {
    private final Span span;

    SendTrace(Span span) {
        this.span = span;
    }

    /** The header {@code traceparent} of the records. */
    public String traceparent() {
        SpanContext context = span.getSpanContext();
        return "00-" + context.getTraceId() + "-" + context.getSpanId() + "-" + context.getTraceFlags().asHex();
    }

    /**
     * Ends the span.
     *
     * @param problem
     *            why events are not known to be stored; null when all are
     */
    public void ended(@Nullable String problem) {
        if (problem != null) {
            span.setAttribute("error.type", problem);
            span.setStatus(StatusCode.ERROR, problem);
        }
        span.end();
    }
}
