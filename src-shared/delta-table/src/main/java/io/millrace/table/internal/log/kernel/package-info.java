/**
 * The transaction log through Delta Kernel: transactions, snapshots, checkpoints, and the translation of actions and files
 * to Kernel's types. Sees {@code log}, {@code parquet} and {@code storage}; only the assembly sees it.
 */
@NullMarked
package io.millrace.table.internal.log.kernel;

import org.jspecify.annotations.NullMarked;
