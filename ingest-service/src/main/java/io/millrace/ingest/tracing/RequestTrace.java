package io.millrace.ingest.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** The span of a request that is sampled. */
public final class RequestTrace {
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final int FIRST_OF_SERVER = 500;

    private final Tracer tracer;
    private final RouteTemplates routes;
    private final Span span;
    private final String method;
    private final String path;

    RequestTrace(Tracer tracer, RouteTemplates routes, Span span, String method, String path) {
        this.tracer = tracer;
        this.routes = routes;
        this.span = span;
        this.method = method;
        this.path = path;
    }

    /** The id of its trace, in hexadecimal digits. */
    public String traceId() {
        return span.getSpanContext().getTraceId();
    }

    /**
     * Begins the span of the send of its events to Kafka.
     *
     * @param stream
     *            the stream of all events; null when there are several
     * @param events
     *            their number
     */
    public SendTrace send(@Nullable String stream, int events) {
        var builder = tracer.spanBuilder(stream == null ? "send" : "send " + stream).setSpanKind(SpanKind.PRODUCER)
                .setParent(Context.root().with(span)).setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.operation.type", "send")
                .setAttribute("messaging.batch.message_count", events);
        if (stream != null) {
            builder.setAttribute("messaging.destination.name", stream);
        }
        return new SendTrace(builder.startSpan());
    }

    /**
     * Ends the span.
     *
     * @param status
     *            of the response
     * @param problem
     *            the code of the problem in the response; null when it has none
     */
    public void ended(int status, @Nullable String problem) {
        String route = routes.of(path);
        if (!route.isEmpty()) {
            span.updateName(method + " " + route);
            span.setAttribute(ROUTE, route);
        }
        span.setAttribute(STATUS, (long) status);
        if (problem != null) {
            span.setAttribute(ERROR, problem);
            if (status >= FIRST_OF_SERVER) {
                span.setStatus(StatusCode.ERROR, problem);
            }
        }
        span.end();
    }

    /** Ends the span of a request whose connection was closed before its response was complete. */
    public void disconnected() {
        span.setAttribute(ERROR, "disconnected");
        span.setStatus(StatusCode.ERROR, "disconnected");
        span.end();
    }
}
