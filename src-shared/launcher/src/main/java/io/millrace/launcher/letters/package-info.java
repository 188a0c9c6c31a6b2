/** The parts that the commands for dead letters share: their table, their topic and the producer of a redrive. Sees {@code local} and {@code topic}. */
@NullMarked
package io.millrace.launcher.letters;

import org.jspecify.annotations.NullMarked;
