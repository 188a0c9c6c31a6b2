/**
 * Faults of the storage and of the clock for one process: a small library in C, which is compiled when a run starts and stands
 * before the C library of a service, and the file through which a run tells it what to do. Uses no other package of the suite.
 */
@NullMarked
package io.millrace.bench.chaos.preload;

import org.jspecify.annotations.NullMarked;
