/**
 * The continuous writer: consumes the events of all streams ({@code consume}) and merges them into their tables in
 * micro-batches ({@code merge}). The module {@code landing} decodes the records. This package starts the background tasks
 * and reports readiness; it sees all packages below it.
 */
@NullMarked
package io.millrace.stream;

import org.jspecify.annotations.NullMarked;
