/**
 * Starts runs and reports on them: a run refreshes the contracts, then merges, audits and maintains the table of each stream,
 * and takes the deletion of streams a step further. Sees all other packages.
 */
@NullMarked
package io.millrace.batch.schedule;

import org.jspecify.annotations.NullMarked;
