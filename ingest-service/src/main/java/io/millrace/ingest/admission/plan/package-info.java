/**
 * Writing plans: for each contract a plan that checks the JSON of an event and writes its Avro bytes in one pass, without
 * an object for the event or for a value. A plan takes plain events only. It reports no reason for the others: they are
 * read again by the readers of {@code admission.value}, which find every problem and its pointer. So a plan may refuse
 * what a reader takes, and must never take what a reader refuses or write other bytes than come of its record. May use
 * {@code admission.value} and {@code config}.
 */
@NullMarked
package io.millrace.ingest.admission.plan;

import org.jspecify.annotations.NullMarked;
