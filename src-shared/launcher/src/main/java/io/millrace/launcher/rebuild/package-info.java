/**
 * Merges the records of a stream again: where they come from, and how far the work is. Sees {@code local} and {@code topic}.
 */
@NullMarked
package io.millrace.launcher.rebuild;

import org.jspecify.annotations.NullMarked;
