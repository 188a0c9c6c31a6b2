/**
 * The table of a stream. {@link io.millrace.table.EventTable} is the only door: a micro-batch goes in, and is in the
 * table exactly once, whoever else merges at the same time. Behind it, {@code mergerule} decides, {@code mapping} turns events
 * into rows, and {@code internal} alone knows Delta Kernel, Parquet and storage.
 */
@NullMarked
package io.millrace.table;

import org.jspecify.annotations.NullMarked;
