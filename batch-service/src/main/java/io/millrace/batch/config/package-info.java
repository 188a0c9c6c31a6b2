/**
 * The configuration of batch-service. Sees no other package.
 */
@NullMarked
package io.millrace.batch.config;

import org.jspecify.annotations.NullMarked;
