/** The meters of stream-service. Sees no other package. */
@NullMarked
package io.millrace.stream.metrics;

import org.jspecify.annotations.NullMarked;
