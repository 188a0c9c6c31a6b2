package io.millrace.ingest.publish;

import java.util.List;

/**
 * The events of one request.
 *
 * @param origin
 *            the request
 * @param events
 *            in the order in which they are sent; never empty
 */
public record EventBatch(RequestMetadata origin, List<OutgoingRecord> events) {}
