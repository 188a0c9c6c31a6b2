package io.millrace.landing.tracing;

import org.slf4j.MDC;

/**
 * While it is open, the log lines of this thread have the fields {@code correlation_id} and {@code linked_trace_id} of the
 * requests of a micro-batch, and {@code trace_id} of its merge once that began. Contexts are not nested.
 */
public final class BatchLogContext implements AutoCloseable {
    private static final String CORRELATION_ID = "correlation_id";
    private static final String LINKED_TRACE_ID = "linked_trace_id";
    private static final String TRACE_ID = "trace_id";

    private BatchLogContext() {}

    /** Opens the context of a micro-batch. */
    public static BatchLogContext open(BatchOrigins origins) {
        put(CORRELATION_ID, origins.correlationIds());
        put(LINKED_TRACE_ID, origins.traceIds());
        return new BatchLogContext();
    }

    /** Opens the context of no micro-batch, which adds no fields. */
    public static BatchLogContext empty() {
        return new BatchLogContext();
    }

    static void traceId(String id) {
        MDC.put(TRACE_ID, id);
    }

    private static void put(String field, String ids) {
        if (!ids.isEmpty()) {
            MDC.put(field, ids);
        }
    }

    @Override
    public void close() {
        MDC.remove(CORRELATION_ID);
        MDC.remove(LINKED_TRACE_ID);
        MDC.remove(TRACE_ID);
    }
}
