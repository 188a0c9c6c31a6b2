/** What must hold after each schedule. */
@NullMarked
package io.millrace.bench.simulation.check;

import org.jspecify.annotations.NullMarked;
