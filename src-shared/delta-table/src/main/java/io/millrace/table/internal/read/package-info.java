/**
 * Reads rows and the history of a table for tools. Sees {@code datafile}, {@code log}, {@code storage} and the keys of {@code mergerule}.
 */
@NullMarked
package io.millrace.table.internal.read;

import org.jspecify.annotations.NullMarked;
