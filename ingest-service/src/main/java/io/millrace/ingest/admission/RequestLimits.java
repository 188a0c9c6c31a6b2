package io.millrace.ingest.admission;

import io.millrace.ingest.admission.value.ValidationErrors;

/**
 * Limits of one request.
 *
 * @param maxEvents
 *            events in a request, repeats included
 * @param maxEventBytes
 *            bytes of one event as its Kafka value
 * @param maxBytes
 *            bytes of all events of a request as their Kafka values
 */
public record RequestLimits(int maxEvents, int maxEventBytes, long maxBytes) {
    /** The memory that one event may take while it is read, in bytes. */
    long maxEventMemory() {
        return (long) ValidationErrors.MEMORY_PER_BYTE * maxEventBytes;
    }
}
