/**
 * Writers in several processes write one table, its bronze table and the table of its letters, some are killed, and checkers
 * compute from the seed alone what must be in them.
 */
@NullMarked
package io.millrace.bench.race;

import org.jspecify.annotations.NullMarked;
