package io.millrace.landing.tracing;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * While it is open, the log lines of this thread have the fields {@code correlation_id} and {@code linked_trace_id} of the
 * requests of a micro-batch, and {@code trace_id} of its merge once that began. Within it, the context of one record replaces
 * the first two.
 */
public final class BatchLogContext implements AutoCloseable {
    private static final String CORRELATION_ID = "correlation_id";
    private static final String LINKED_TRACE_ID = "linked_trace_id";
    private static final String TRACE_ID = "trace_id";

    private final @Nullable String outerCorrelationId = MDC.get(CORRELATION_ID);
    private final @Nullable String outerLinkedTraceId = MDC.get(LINKED_TRACE_ID);
    private final @Nullable String outerTraceId = MDC.get(TRACE_ID);

    private BatchLogContext() {}

    /** Opens the context of a micro-batch or of one of its records. */
    public static BatchLogContext open(BatchOrigins origins) {
        BatchLogContext context = new BatchLogContext();
        put(CORRELATION_ID, origins.correlationIds());
        put(LINKED_TRACE_ID, origins.traceIds());
        return context;
    }

    /** Opens the context of no micro-batch, which adds no fields. */
    public static BatchLogContext empty() {
        return new BatchLogContext();
    }

    static void traceId(String id) {
        MDC.put(TRACE_ID, id);
    }

    private static void put(String field, @Nullable String ids) {
        if (ids == null || ids.isEmpty()) {
            MDC.remove(field);
        } else {
            MDC.put(field, ids);
        }
    }

    @Override
    public void close() {
        put(CORRELATION_ID, outerCorrelationId);
        put(LINKED_TRACE_ID, outerLinkedTraceId);
        put(TRACE_ID, outerTraceId);
    }
}
