/**
 * OpenTelemetry spans of requests: one of the request and one of the send to Kafka, whose context the records carry. Off by
 * default; a request that is not sampled has no span. Knows neither HTTP responses nor Kafka.
 */
@NullMarked
package io.millrace.ingest.tracing;

import org.jspecify.annotations.NullMarked;
