/**
 * Observes the streams for the console: offsets and times from Kafka, watermarks and books from the tables. Nothing is measured
 * while nobody looks. Sees {@code read}, {@code interval} and {@code config}.
 */
@NullMarked
package io.millrace.batch.observe;

import org.jspecify.annotations.NullMarked;
