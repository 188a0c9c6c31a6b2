/**
 * How a Delta table is read and written. The only package that sees Delta Kernel, Parquet and storage; nothing outside
 * the room imports it, and it gives nothing of theirs out.
 */
@NullMarked
package io.millrace.table.internal;

import org.jspecify.annotations.NullMarked;
