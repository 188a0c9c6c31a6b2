/** To the table: gathers records into micro-batches by size, bytes and age, and merges them on a thread per stream. */
@NullMarked
package io.millrace.stream.merge;

import org.jspecify.annotations.NullMarked;
