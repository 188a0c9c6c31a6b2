/**
 * Measures the packaged gateway from outside: real requests by an open-loop generator, a real broker and registry,
 * CPU time from the operating system's account of the service's process.
 */
@NullMarked
package io.millrace.bench.ingest;

import org.jspecify.annotations.NullMarked;
