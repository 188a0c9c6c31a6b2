/**
 * Lands Kafka records in tables: decode, write dead letters, merge, in this order. stream-service and batch-service share it,
 * so that both do the same. Also keeps the raw records, and merges them again. Sees {@code bronze}, {@code config}, {@code decode}
 * and {@code mapping}.
 */
@NullMarked
package io.millrace.landing;

import org.jspecify.annotations.NullMarked;
