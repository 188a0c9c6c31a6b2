/**
 * Sends events to Kafka and reports the outcome of each.
 *
 * <p>
 * An event is {@link io.millrace.ingest.outcome.EventOutcome.Stored} when all in-sync replicas have it, {@link
 * io.millrace.ingest.outcome.EventOutcome.NotStored} when it never entered the producer's buffer, and {@link
 * io.millrace.ingest.outcome.EventOutcome.Unknown} in every other case: after a failure or a timeout it may still be in
 * the log. A circuit breaker in front of the producer answers within milliseconds when Kafka is away. Knows neither
 * HTTP nor JSON. May use {@code catalog}, {@code outcome} and {@code metrics}.
 */
@NullMarked
package io.millrace.ingest.publish;

import org.jspecify.annotations.NullMarked;
