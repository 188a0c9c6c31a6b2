/**
 * How the vectors of rows become the pages of Parquet's leaf columns: levels, values and dictionaries, encoded column by column.
 * Sees {@code storage} and {@code vector}.
 */
@NullMarked
package io.millrace.table.internal.encoding;

import org.jspecify.annotations.NullMarked;
