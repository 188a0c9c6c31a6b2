/**
 * The gateway: events come in over HTTP and are answered with 2xx only when Kafka holds all of them.
 *
 * <p>
 * A request passes {@link io.millrace.ingest.http}, {@link io.millrace.ingest.admission} and {@link
 * io.millrace.ingest.publish}, in this order, and no room looks back. This package is what they stand on: configuration,
 * metrics, the contracts at hand and the state of the services around.
 */
@NullMarked
package io.millrace.ingest;

import org.jspecify.annotations.NullMarked;
