/**
 * Millrace's tables as other readers see them. delta-standalone reads in a JVM of its own, on a class path of its own
 * ({@code target/standalone-lib}), because it brings Scala and the Hadoop runtime, which no class path with our table on it
 * may have. Spark reads in {@code ./millrace lab verify-spark} and {@code verify-faults}.
 */
@NullMarked
package io.millrace.systemtests.interop;

import org.jspecify.annotations.NullMarked;
