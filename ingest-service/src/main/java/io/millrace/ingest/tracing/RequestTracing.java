package io.millrace.ingest.tracing;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.millrace.contracts.record.TraceParent;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Begins the spans of requests. The caller decides whether a trace is sampled; {@code quarkus.otel.traces.sampler.arg} is the
 * share of the requests without a trace that are.
 */
@Singleton
public class RequestTracing {
    private final @Nullable Tracer tracer;
    private final RouteTemplates routes;

    @Inject
    RequestTracing(OpenTelemetry telemetry, RouteTemplates routes,
            @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean disabled) {
        this(disabled ? null : telemetry.getTracer("io.millrace.ingest"), routes);
    }

    /**
     * @param tracer
     *            null when tracing is off
     */
    RequestTracing(@Nullable Tracer tracer, RouteTemplates routes) {
        this.tracer = tracer;
        this.routes = routes;
    }

    /**
     * Begins the span of a request; null when the request is not sampled, or tracing is off.
     *
     * @param traceparent
     *            the caller's trace context, of legal form; null when there is none
     * @param correlationId
     *            of the request
     */
    public @Nullable RequestTrace begin(String method, String path, @Nullable String traceparent,
            String correlationId) {
        if (tracer == null || traceparent != null && !TraceParent.isSampled(traceparent)) {
            return null;
        }
        SpanContext caller = traceparent == null ? SpanContext.getInvalid() : context(traceparent);
        Span span = tracer.spanBuilder(method).setSpanKind(SpanKind.SERVER)
                .setParent(caller.isValid() ? Context.root().with(Span.wrap(caller)) : Context.root()).startSpan();
        if (!span.isRecording()) {
            return null;
        }
        span.setAttribute("http.request.method", method);
        span.setAttribute("millrace.correlation_id", correlationId);
        return new RequestTrace(tracer, routes, span, method, path);
    }

    /** The caller's span; not valid when an id is zero. */
    private static SpanContext context(String traceparent) {
        return SpanContext.createFromRemoteParent(TraceParent.traceId(traceparent), TraceParent.spanId(traceparent),
                TraceFlags.fromHex(TraceParent.flags(traceparent), 0), TraceState.getDefault());
    }
}
