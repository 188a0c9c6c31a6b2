/**
 * Reads rows and the history of a table for tools. Sees {@code datafile}, {@code log} and {@code storage}.
 */
@NullMarked
package io.millrace.table.internal.read;

import org.jspecify.annotations.NullMarked;
