/**
 * The request pipeline: preflight checks, authentication, body, validation, publishing, response.
 *
 * <p>
 * Checks that need no body come first: stream, media type, declared size, memory, the circuit breaker. Then the body is
 * read within the memory budget, validated by {@link io.millrace.ingest.admission} and sent by {@link
 * io.millrace.ingest.publish}: for one short JSON event on the event loop, otherwise on a worker. Errors are RFC 9457
 * problems. May use every package except {@code http.resource}, {@code openapi}, {@code sqlview} and {@code
 * streamadmin}.
 */
@NullMarked
package io.millrace.ingest.http;

import org.jspecify.annotations.NullMarked;
