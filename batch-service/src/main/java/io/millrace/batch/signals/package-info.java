/**
 * What the tables show about the state of the system, measured between and without runs. Sees {@code config}, {@code
 * interval}, {@code metrics} and {@code read}.
 */
@NullMarked
package io.millrace.batch.signals;

import org.jspecify.annotations.NullMarked;
