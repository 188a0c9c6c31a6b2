/**
 * Compaction, repartitioning, vacuum, log clean-up and expiry. Sees {@code datafile}, {@code log}, {@code keys} and
 * {@code storage}.
 */
@NullMarked
package io.millrace.table.internal.maintenance;

import org.jspecify.annotations.NullMarked;
