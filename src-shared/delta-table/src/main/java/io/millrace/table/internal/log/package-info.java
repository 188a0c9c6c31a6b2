/**
 * The transaction log of a table in the terms of this library: versions, data files, commits, conflicts, errors. Sees
 * {@code storage}.
 */
@NullMarked
package io.millrace.table.internal.log;

import org.jspecify.annotations.NullMarked;
