/** Proves that what was produced is in the table or in the dead-letter topic, from Kafka and the table alone. */
@NullMarked
package io.millrace.batch.audit;

import org.jspecify.annotations.NullMarked;
