/**
 * The continuous writer: consumes the events of all streams and merges them into their tables in micro-batches. The flow
 * is {@code consume} then {@code merge}; decoding is the shared record feed's. What is here wires the two together,
 * counts, and tells how the service is doing.
 */
@NullMarked
package io.millrace.stream;

import org.jspecify.annotations.NullMarked;
