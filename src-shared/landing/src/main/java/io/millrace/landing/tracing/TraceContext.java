package io.millrace.landing.tracing;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import org.jspecify.annotations.Nullable;

/** The header {@code traceparent} of a record: W3C Trace Context, version 00. A record may come from any program. */
final class TraceContext {
    private static final Pattern LEGAL = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final int LENGTH = 55;
    private static final int TRACE_ID = 3;
    private static final int SPAN_ID = 36;
    private static final int FLAGS = 53;

    private TraceContext() {}

    /** Whether the flags say that the trace is sampled; called for every record. */
    static boolean isSampled(byte[] header) {
        return header.length == LENGTH && (Character.digit(header[LENGTH - 1], 16) & 1) == 1;
    }

    /** The span that it names; null when it is not legal. */
    static @Nullable SpanContext parse(String header) {
        if (!LEGAL.matcher(header).matches()) {
            return null;
        }
        SpanContext span = SpanContext.createFromRemoteParent(header.substring(TRACE_ID, SPAN_ID - 1),
                header.substring(SPAN_ID, FLAGS - 1), TraceFlags.fromHex(header, FLAGS), TraceState.getDefault());
        return span.isValid() && span.isSampled() ? span : null;
    }

    static String text(byte[] header) {
        return new String(header, StandardCharsets.UTF_8);
    }
}
