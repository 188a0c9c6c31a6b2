/**
 * Writes the view of a stream's table in which rows from before a field was added show the field's default. Text only: this
 * room sees no table.
 */
@NullMarked
package io.millrace.ingest.sqlview;

import org.jspecify.annotations.NullMarked;
