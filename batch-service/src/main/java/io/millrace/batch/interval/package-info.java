/** Tasks at intervals that no clock can stop. Sees no other package. */
@NullMarked
package io.millrace.batch.interval;

import org.jspecify.annotations.NullMarked;
