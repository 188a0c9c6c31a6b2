/**
 * Lands Kafka records in tables: decode, write dead letters, merge, in this order. stream-service and batch-service share it,
 * so that both do the same. Also keeps the raw records and the dead letters in tables, and merges records again. Sees
 * {@code bronze}, {@code config}, {@code decode}, {@code letters} and {@code mapping}.
 */
@NullMarked
package io.millrace.landing;

import org.jspecify.annotations.NullMarked;
