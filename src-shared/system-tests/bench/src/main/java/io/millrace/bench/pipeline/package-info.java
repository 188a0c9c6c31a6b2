/**
 * Measures the packaged services from the topic to the rows of the table, and from HTTP to the row: a real broker and registry,
 * the JVM options of the images, CPU time of whole processes from the operating system's account, by group of threads. Uses
 * {@code orders} and {@code run}.
 */
@NullMarked
package io.millrace.bench.pipeline;

import org.jspecify.annotations.NullMarked;
