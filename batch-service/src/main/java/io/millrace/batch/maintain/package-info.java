/** Keeps the tables small and quick, after the runs: compaction, vacuum, clean-up of the log. Never the reason that a run fails. */
@NullMarked
package io.millrace.batch.maintain;

import org.jspecify.annotations.NullMarked;
