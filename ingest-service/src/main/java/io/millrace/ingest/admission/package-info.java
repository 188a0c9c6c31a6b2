/**
 * Validates requests: decides whether the bytes of a request are valid events of a stream.
 *
 * <p>
 * The whole request is validated before anything is sent: the {@link io.millrace.ingest.admission.AdmissionVerdict} is
 * either every event, encoded and keyed, or one reason to refuse the request. Values are never coerced: a value is
 * taken exactly as it was written, or rejected with its JSON pointer and the rule that it breaks. Knows neither HTTP
 * nor Kafka's network. May use {@code admission.format}, {@code admission.plan}, {@code admission.value}, {@code
 * outcome}, {@code publish} and {@code config}.
 */
@NullMarked
package io.millrace.ingest.admission;

import org.jspecify.annotations.NullMarked;
