/**
 * Gathers records into micro-batches by number, bytes and the freshness target, and merges them on one thread per stream, which exists while there are records. Sees {@code config}
 * and {@code metrics}.
 */
@NullMarked
package io.millrace.stream.merge;

import org.jspecify.annotations.NullMarked;
