/** From Kafka: takes records as they come, starts every partition at the watermark of its table. */
@NullMarked
package io.millrace.stream.consume;

import org.jspecify.annotations.NullMarked;
