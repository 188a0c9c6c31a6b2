/** The meters that stream-service and batch-service have in common. Sees the package above it. */
@NullMarked
package io.millrace.landing.metrics;

import org.jspecify.annotations.NullMarked;
