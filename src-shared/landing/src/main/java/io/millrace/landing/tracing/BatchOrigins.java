package io.millrace.landing.tracing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.millrace.contracts.record.CorrelationId;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.record.TraceParent;
import io.opentelemetry.api.trace.SpanContext;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The requests that the records of a micro-batch came from, as far as the headers of the records name them. Bounded, whatever
 * the number of records.
 */
public final class BatchOrigins {
    /** Only the first records are searched for correlation ids: there may be one per record. */
    static final int SEARCHED_RECORDS = 256;
    /** Ids in a log line. */
    static final int MOST_IDS = 8;
    /** Links of a span; 128 is also the default limit of OpenTelemetry. */
    static final int MOST_LINKS = 128;

    private final boolean traced;
    private final Set<String> correlationIds = new LinkedHashSet<>();
    private final Set<SpanContext> links = new LinkedHashSet<>();
    private final Set<String> traceIds = new LinkedHashSet<>();
    private byte @Nullable [] previous;
    private boolean moreIds;
    private int records;
    private int unlinked;

    BatchOrigins(boolean traced) {
        this.traced = traced;
    }

    /** Adds the request of a record. */
    public void add(ConsumerRecord<byte[], byte[]> record) {
        if (records < SEARCHED_RECORDS) {
            addCorrelationId(record.headers().lastHeader(EventHeaders.CORRELATION_ID));
            records++;
        } else {
            moreIds = true;
        }
        if (traced) {
            addContext(record.headers().lastHeader(EventHeaders.TRACEPARENT));
        }
    }

    private void addCorrelationId(@Nullable Header header) {
        byte[] id = header == null ? null : header.value();
        if (id == null || Arrays.equals(id, previous) || !CorrelationId.isLegal(id)) {
            return;
        }
        previous = id;
        if (correlationIds.size() < MOST_IDS) {
            correlationIds.add(TraceContext.text(id));
        } else {
            moreIds |= !correlationIds.contains(TraceContext.text(id));
        }
    }

    private void addContext(@Nullable Header header) {
        byte[] context = header == null ? null : header.value();
        if (context == null || !TraceParent.isSampled(context)) {
            return;
        }
        SpanContext span = TraceContext.parse(TraceContext.text(context));
        if (span == null) {
            return;
        }
        if (links.size() < MOST_LINKS) {
            links.add(span);
            if (traceIds.size() < MOST_IDS) {
                traceIds.add(span.getTraceId());
            }
        } else if (!links.contains(span)) {
            unlinked++;
        }
    }

    /** The contexts of the sampled requests, without repetitions. */
    List<SpanContext> links() {
        return new ArrayList<>(links);
    }

    /** The number of records of sampled requests to which there is no link, because there would be too many. */
    int unlinked() {
        return unlinked;
    }

    /** The correlation ids for a log line; ends with {@code ...} when there may be more. Empty without any. */
    String correlationIds() {
        return text(correlationIds, moreIds);
    }

    /** The trace ids of the sampled requests for a log line, in the same way. */
    String traceIds() {
        return text(traceIds, traceIds.size() == MOST_IDS);
    }

    private static String text(Collection<String> ids, boolean more) {
        return ids.isEmpty() || !more ? String.join(" ", ids) : String.join(" ", ids) + " ...";
    }
}
