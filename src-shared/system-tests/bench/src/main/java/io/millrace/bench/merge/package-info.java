/** Measures merges by the CPU time of the merging thread, against appends in the same run. Uses {@code run}. */
@NullMarked
package io.millrace.bench.merge;

import org.jspecify.annotations.NullMarked;
