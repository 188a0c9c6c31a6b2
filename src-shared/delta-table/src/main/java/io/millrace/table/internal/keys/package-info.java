/**
 * Keys of rows as bytes: packed, hashed, sorted, assigned to buckets, and read from the key columns of a data file. Sees
 * {@code storage}, {@code mergerule} and {@code vector}.
 */
@NullMarked
package io.millrace.table.internal.keys;

import org.jspecify.annotations.NullMarked;
