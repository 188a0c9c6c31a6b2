/**
 * Consumes records from Kafka: starts every partition at the watermark of its table and hands the records to
 * {@code merge}. Sees {@code merge} and {@code metrics}.
 */
@NullMarked
package io.millrace.stream.consume;

import org.jspecify.annotations.NullMarked;
