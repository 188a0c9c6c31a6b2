package io.millrace.ingest.admission;

/**
 * How much one request may hold.
 *
 * @param maxEvents
 *            events in a request, repeats included
 * @param maxEventBytes
 *            bytes of one event as its Kafka value
 */
public record RequestLimits(int maxEvents, int maxEventBytes) {}
