/**
 * The scheduled writer. Its packages are the steps of a run: {@code schedule} starts it, {@code read} reads a bounded
 * range of a topic, {@code merge} merges it from the watermark of the table, {@code audit} checks that every record is in the
 * table or a dead letter, {@code maintain} compacts and cleans the table, {@code delete} deletes streams. This package starts
 * the service; it sees all packages below it. {@code operations} answers operators, beside the runs or without them.
 */
@NullMarked
package io.millrace.batch;

import org.jspecify.annotations.NullMarked;
