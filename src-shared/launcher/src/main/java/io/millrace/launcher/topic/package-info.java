/** Reads parts of a Kafka topic without consuming them. Sees {@code local}. */
@NullMarked
package io.millrace.launcher.topic;

import org.jspecify.annotations.NullMarked;
