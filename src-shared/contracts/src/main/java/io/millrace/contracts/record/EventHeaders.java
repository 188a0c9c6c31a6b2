package io.millrace.contracts.record;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** The Kafka headers of an event. All values are UTF-8 text. */
public final class EventHeaders {
    /** The event's id, as in the value; for tools that do not decode the value. */
    public static final String EVENT_ID = "event_id";
    /** The stream's name. */
    public static final String STREAM = "stream";
    /** When the gateway accepted the event: microseconds since the epoch, UTC. */
    public static final String INGESTED_AT = "ingest_ts";
    /** Ties a request to its rows: see {@link CorrelationId}. */
    public static final String CORRELATION_ID = "correlation_id";
    /** W3C trace context, passed on unchanged. */
    public static final String TRACEPARENT = "traceparent";

    private EventHeaders() {}

    /** The last value of a header, when there is one. */
    public static Optional<String> text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
    }

    /** Adds a header. */
    public static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
