/**
 * The key index: which data files may hold a key, and the exact check of those that may. Sees {@code datafile},
 * {@code log}, {@code keys} and {@code storage}.
 */
@NullMarked
package io.millrace.table.internal.index;

import org.jspecify.annotations.NullMarked;
