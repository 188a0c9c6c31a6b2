/**
 * The common parts of reading and writing Parquet files: schemas, compression, files and page statistics. Sees
 * {@code storage}.
 */
@NullMarked
package io.millrace.table.internal.parquet;

import org.jspecify.annotations.NullMarked;
