/**
 * Data files: layout, writing, reading, and copying of rows from file to file. Sees {@code log}, {@code keys},
 * {@code parquet} and {@code storage}.
 */
@NullMarked
package io.millrace.table.internal.datafile;

import org.jspecify.annotations.NullMarked;
