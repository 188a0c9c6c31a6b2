package io.millrace.ingest.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;

/** The header {@code traceparent} of W3C Trace Context, version 00. */
public final class TraceParent {
    private static final int TRACE_ID = 3;
    private static final int SPAN_ID = 36;
    private static final int FLAGS = 53;

    private TraceParent() {}

    /** The trace id of a legal header. */
    public static String traceId(String header) {
        return header.substring(TRACE_ID, SPAN_ID - 1);
    }

    /** Whether a legal header says that the trace is sampled. */
    static boolean isSampled(String header) {
        return TraceFlags.fromHex(header, FLAGS).isSampled();
    }

    /** The span that a legal header names. It is not valid when an id is zero. */
    static SpanContext context(String header) {
        return SpanContext.createFromRemoteParent(traceId(header), header.substring(SPAN_ID, FLAGS - 1),
                TraceFlags.fromHex(header, FLAGS), TraceState.getDefault());
    }

    static String of(SpanContext span) {
        return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-" + span.getTraceFlags().asHex();
    }
}
