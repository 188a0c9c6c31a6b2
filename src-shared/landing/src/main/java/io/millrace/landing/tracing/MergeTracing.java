package io.millrace.landing.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * Begins the spans of merges. A merge is a trace of its own, because its records come from many requests: it has links to
 * those that are sampled, and no span when none is.
 */
public final class MergeTracing {
    /** No spans. */
    public static final MergeTracing OFF = new MergeTracing((Tracer) null);

    private final @Nullable Tracer tracer;

    /** With spans. */
    public MergeTracing(OpenTelemetry telemetry) {
        this(telemetry.getTracer("io.millrace.landing"));
    }

    private MergeTracing(@Nullable Tracer tracer) {
        this.tracer = tracer;
    }

    /** For the records of a new micro-batch. */
    public BatchOrigins origins() {
        return new BatchOrigins(tracer != null);
    }

    /**
     * Begins the span of a merge.
     *
     * @param writer
     *            the writer, as in {@code _written_by}
     * @param records
     *            the number of records of the micro-batch
     */
    public MergeTrace begin(String stream, String writer, int records, BatchOrigins origins) {
        if (tracer == null || origins.links().isEmpty()) {
            return MergeTrace.NONE;
        }
        SpanBuilder builder = tracer.spanBuilder("merge " + stream).setSpanKind(SpanKind.CONSUMER)
                .setParent(Context.root()).setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.operation.type", "process")
                .setAttribute("messaging.destination.name", stream)
                .setAttribute("messaging.batch.message_count", records)
                .setAttribute("millrace.writer", writer)
                .setAttribute("millrace.records_not_linked", origins.unlinked());
        origins.links().forEach(builder::addLink);
        Span span = builder.startSpan();
        BatchLogContext.traceId(span.getSpanContext().getTraceId());
        return new MergeTrace(tracer, span);
    }
}
