/**
 * Events as Kafka records: {@link io.millrace.contracts.record.RecordCodec} encodes and decodes values,
 * {@link io.millrace.contracts.record.RecordDecoder} turns a consumed record into an event or a dead letter, and
 * {@link io.millrace.contracts.record.DeadLetterTopic} writes the dead letters. It also holds the names of the Kafka
 * headers. It sees {@code rule}, {@code schema} and {@code registry}.
 */
@NullMarked
package io.millrace.contracts.record;

import org.jspecify.annotations.NullMarked;
