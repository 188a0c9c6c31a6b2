/**
 * The transaction log through Delta Kernel. Sees {@code log}, {@code parquet} and {@code storage}.
 */
@NullMarked
package io.millrace.table.internal.log.kernel;

import org.jspecify.annotations.NullMarked;
