/**
 * Data files: layout, writing, reading, and copying of rows from file to file. Sees {@code log}, {@code keys}, {@code mergerule},
 * {@code encoding}, {@code parquet} and {@code storage}. More than 25 classes, because what is read, copied and written has one
 * layout.
 */
@NullMarked
package io.millrace.table.internal.datafile;

import org.jspecify.annotations.NullMarked;
