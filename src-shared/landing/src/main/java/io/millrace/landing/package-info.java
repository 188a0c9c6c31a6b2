/**
 * Lands Kafka records in tables: decode, write dead letters, merge, in this order. stream-service and batch-service share it,
 * so that both do the same. Sees {@code config}, {@code decode} and {@code mapping}.
 */
@NullMarked
package io.millrace.landing;

import org.jspecify.annotations.NullMarked;
