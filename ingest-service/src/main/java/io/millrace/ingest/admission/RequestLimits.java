package io.millrace.ingest.admission;

/**
 * Limits of one request.
 *
 * @param maxEvents
 *            events in a request, repeats included
 * @param maxEventBytes
 *            bytes of one event as its Kafka value
 */
public record RequestLimits(int maxEvents, int maxEventBytes) {}
