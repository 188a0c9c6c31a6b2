/** Files of tables in memory, and what a schedule does to the calls that reach them. */
@NullMarked
package io.millrace.bench.simulation.storage;

import org.jspecify.annotations.NullMarked;
