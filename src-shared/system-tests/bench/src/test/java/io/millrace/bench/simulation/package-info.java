/** Tests of the simulation: it is deterministic, right, and finds what guards prevent. */
@NullMarked
package io.millrace.bench.simulation;

import org.jspecify.annotations.NullMarked;
