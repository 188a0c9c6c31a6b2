/**
 * The door: requests come in and every one of them is answered with JSON, errors as RFC 9457 problems.
 *
 * <p>
 * Cheap refusals come before the body is read: unknown stream, media type, declared size, a Kafka known to be away, no
 * memory left. Then the body is read within its share of the budget, judged by {@link io.millrace.ingest.admission} and
 * sent by {@link io.millrace.ingest.publish}, both on a worker. This is the only room that knows HTTP.
 */
@NullMarked
package io.millrace.ingest.http;

import org.jspecify.annotations.NullMarked;
