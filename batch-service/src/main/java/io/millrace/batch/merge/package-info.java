/**
 * Merges a bounded range of a stream's topic, from the watermark of the table to the end of the topic. Sees
 * {@code config}, {@code metrics} and {@code read}.
 */
@NullMarked
package io.millrace.batch.merge;

import org.jspecify.annotations.NullMarked;
