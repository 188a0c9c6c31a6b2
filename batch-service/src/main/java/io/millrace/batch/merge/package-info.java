/**
 * Merges a bounded range of a stream's topic into its table and appends it to its bronze table, and merges its dead-letter
 * topic into the table of its dead letters, each from its own watermark to the end of the topic. Sees {@code config}, {@code metrics} and {@code read}.
 */
@NullMarked
package io.millrace.batch.merge;

import org.jspecify.annotations.NullMarked;
