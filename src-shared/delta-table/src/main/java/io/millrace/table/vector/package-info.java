/**
 * Columns of events in memory: arrays that grow, are read by the row, and are used again for the next events. Sees
 * {@code column}.
 */
@NullMarked
package io.millrace.table.vector;

import org.jspecify.annotations.NullMarked;
