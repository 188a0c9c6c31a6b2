/** Tests of the room of the same name. */
@NullMarked
package io.millrace.batch.metrics;

import org.jspecify.annotations.NullMarked;
