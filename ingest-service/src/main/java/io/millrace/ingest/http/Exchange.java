package io.millrace.ingest.http;

import java.util.OptionalLong;
import java.util.regex.Pattern;

import io.millrace.contracts.CorrelationId;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** One request with its answer: what every part of this room wants to know of it. */
record Exchange(RoutingContext context) {
    /** The header that carries the correlation id, both ways. */
    static final String CORRELATION_HEADER = "X-Correlation-ID";

    private static final String CORRELATION_KEY = "millrace.correlation-id";
    private static final String CODE_KEY = "millrace.code";
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    HttpServerRequest request() {
        return context.request();
    }

    /** The caller's correlation id when it is legal, else one of ours; the same whenever it is asked for. */
    CorrelationId correlationId() {
        CorrelationId id = context.get(CORRELATION_KEY);
        if (id == null) {
            id = CorrelationId.of(request().getHeader(CORRELATION_HEADER));
            context.put(CORRELATION_KEY, id);
        }
        return id;
    }

    /** The caller's trace context, when it is a legal one. */
    @Nullable
    String traceparent() {
        String offered = request().getHeader("traceparent");
        return offered != null && TRACEPARENT.matcher(offered).matches() ? offered : null;
    }

    /** The size of the body as the caller declares it, in bytes. */
    OptionalLong declaredLength() {
        String length = request().getHeader("Content-Length");
        return length == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(length));
    }

    /** What the answer is counted as: a problem's code. */
    void code(ProblemCode code) {
        context.put(CODE_KEY, code.text());
    }

    /** What the answer is counted as. */
    String code() {
        return context.get(CODE_KEY, "ok");
    }
}
