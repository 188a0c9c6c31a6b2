/** A stream with its topics and tables, and the programs that read and write them. */
@NullMarked
package io.millrace.bench.simulation.world;

import org.jspecify.annotations.NullMarked;
