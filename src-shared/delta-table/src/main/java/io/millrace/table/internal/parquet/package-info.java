/**
 * What reading and writing of Parquet files have in common: schemas, compression, files, page statistics, and how the vectors of
 * rows become leaf columns. Sees {@code storage}.
 */
@NullMarked
package io.millrace.table.internal.parquet;

import org.jspecify.annotations.NullMarked;
