/**
 * Checks that every produced record is in the table or in the dead-letter topic, from Kafka and the table alone. Sees
 * {@code metrics} and {@code read}.
 */
@NullMarked
package io.millrace.batch.audit;

import org.jspecify.annotations.NullMarked;
