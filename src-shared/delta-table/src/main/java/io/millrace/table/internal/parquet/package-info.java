/**
 * What reading and writing of Parquet files have in common: schemas, compression, files and page statistics. Sees
 * {@code storage}.
 */
@NullMarked
package io.millrace.table.internal.parquet;

import org.jspecify.annotations.NullMarked;
