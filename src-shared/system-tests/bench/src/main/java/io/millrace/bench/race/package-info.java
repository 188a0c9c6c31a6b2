/**
 * Writers in several processes write one table, some are killed, and a checker computes from the seed alone what must
 * be in it.
 */
@NullMarked
package io.millrace.bench.race;

import org.jspecify.annotations.NullMarked;
