/**
 * The meters of batch-service. Sees no other package.
 */
@NullMarked
package io.millrace.batch.metrics;

import org.jspecify.annotations.NullMarked;
