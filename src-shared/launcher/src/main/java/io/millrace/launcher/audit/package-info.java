/** The records of a stream for an audit, from Kafka and from the bronze table, and its report. Sees {@code local} and {@code topic}. */
@NullMarked
package io.millrace.launcher.audit;

import org.jspecify.annotations.NullMarked;
