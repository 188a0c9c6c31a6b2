/**
 * Decides whether the bytes of a request are lawful events of a stream.
 *
 * <p>
 * The whole request is read and judged before anything is sent: the {@link io.millrace.ingest.admission.AdmissionVerdict} is
 * either every event of it, encoded and keyed, or one reason to refuse all of it. Nothing is coerced on the way; a value
 * is taken exactly as it was written, or refused with its place and the rule it breaks. This room knows neither HTTP nor
 * Kafka's network.
 */
@NullMarked
package io.millrace.ingest.admission;

import org.jspecify.annotations.NullMarked;
