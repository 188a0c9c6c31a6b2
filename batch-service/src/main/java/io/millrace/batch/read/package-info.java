/** Reads bounded windows of Kafka partitions, without a consumer group. */
@NullMarked
package io.millrace.batch.read;

import org.jspecify.annotations.NullMarked;
