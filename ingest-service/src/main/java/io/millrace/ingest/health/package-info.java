/**
 * Availability of Kafka, the registry and this instance, for health checks, metrics and error messages. May use {@code
 * config} and {@code metrics}.
 */
@NullMarked
package io.millrace.ingest.health;

import org.jspecify.annotations.NullMarked;
