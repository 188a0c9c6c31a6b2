/**
 * Sends lawful events to Kafka and says what became of each.
 *
 * <p>
 * An event is {@link io.millrace.ingest.outcome.EventOutcome.Stored} when all in-sync replicas have it, {@link
 * io.millrace.ingest.outcome.EventOutcome.NotStored} when it never entered the producer's buffer, and {@link
 * io.millrace.ingest.outcome.EventOutcome.Unknown} in every other case: a send that failed or timed out may still be in the log, and
 * the client does not say whether what it drops from its buffer was on its way.
 * A circuit breaker stands before the producer, so that an outage is answered in milliseconds. This room knows neither
 * HTTP nor JSON.
 */
@NullMarked
package io.millrace.ingest.publish;

import org.jspecify.annotations.NullMarked;
