/** Reads bounded ranges of Kafka partitions, without a consumer group. Sees no other package. */
@NullMarked
package io.millrace.batch.read;

import org.jspecify.annotations.NullMarked;
