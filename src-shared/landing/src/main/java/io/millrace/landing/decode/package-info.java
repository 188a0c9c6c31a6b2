/**
 * Decodes Kafka records into the columns of a table, without an object for each event. The schema that the events of a version
 * were written with is resolved once against the contract, and compiled to steps that read Avro's binary encoding and append
 * to the columns. What a plan does not read, {@link io.millrace.contracts.record.RecordDecoder} decides. Sees {@code mapping} and
 * {@code rule}.
 */
@NullMarked
package io.millrace.landing.decode;

import org.jspecify.annotations.NullMarked;
