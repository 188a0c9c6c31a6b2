/**
 * The scheduled writer: a run reads a bounded window of every stream from the table's watermark ({@code read}), merges
 * it through the same record feed as the stream service, and proves by reading Kafka and the table again that all that
 * was produced has landed or is a dead letter ({@code audit}). Then the table gets its upkeep ({@code maintain}).
 */
@NullMarked
package io.millrace.batch;

import org.jspecify.annotations.NullMarked;
