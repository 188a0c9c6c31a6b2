/**
 * The merge of a micro-batch: offsets, plan, commit, conflicts with other writers. Sees {@code index}, {@code datafile},
 * {@code log}, {@code keys} and {@code storage}.
 */
@NullMarked
package io.millrace.table.internal.merge;

import org.jspecify.annotations.NullMarked;
