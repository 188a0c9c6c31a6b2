/**
 * Checks that every record is a row or a dead letter and every row has a record, from Kafka and the table alone: the sums of the
 * books at each run, the keys in shares. Sees {@code config}, {@code metrics} and {@code read}.
 */
@NullMarked
package io.millrace.batch.audit;

import org.jspecify.annotations.NullMarked;
