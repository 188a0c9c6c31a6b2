/** The real table code on the simulated storage, and its guards, each of which can be off. */
@NullMarked
package io.millrace.bench.simulation.table;

import org.jspecify.annotations.NullMarked;
