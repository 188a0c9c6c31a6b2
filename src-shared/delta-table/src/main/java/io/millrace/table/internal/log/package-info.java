/**
 * The transaction log of a table in the terms of this library: versions, data files, actions, commits, conflicts, errors.
 * Sees {@code storage}, and of Delta Kernel its exceptions and the protocol of a table, which it translates; no package
 * but this one and {@code kernel} below it sees Delta Kernel.
 */
@NullMarked
package io.millrace.table.internal.log;

import org.jspecify.annotations.NullMarked;
