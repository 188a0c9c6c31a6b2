/** One thread at a time: threads of the simulation, where they may switch and what may fail, and the decisions that follow from a seed. Uses no other package of the module. */
@NullMarked
package io.millrace.bench.simulation.schedule;

import org.jspecify.annotations.NullMarked;
