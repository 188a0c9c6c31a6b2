package io.millrace.landing.tracing;

import java.nio.charset.StandardCharsets;

import io.millrace.contracts.record.TraceParent;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import org.jspecify.annotations.Nullable;

/** The header {@code traceparent} of a record: W3C Trace Context, version 00. A record may come from any program. */
final class TraceContext {
    private TraceContext() {}

    /** The span that it names; null when it is not legal. */
    static @Nullable SpanContext parse(String header) {
        if (!TraceParent.isLegal(header)) {
            return null;
        }
        SpanContext span = SpanContext.createFromRemoteParent(TraceParent.traceId(header),
                TraceParent.spanId(header), TraceFlags.fromHex(TraceParent.flags(header), 0), TraceState.getDefault());
        return span.isValid() && span.isSampled() ? span : null;
    }

    static String text(byte[] header) {
        return new String(header, StandardCharsets.UTF_8);
    }
}
