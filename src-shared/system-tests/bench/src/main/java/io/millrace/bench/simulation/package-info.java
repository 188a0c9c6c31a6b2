/** {@code ./millrace lab simulate}: schedules that follow from seeds, run over the real table code in memory. */
@NullMarked
package io.millrace.bench.simulation;

import org.jspecify.annotations.NullMarked;
