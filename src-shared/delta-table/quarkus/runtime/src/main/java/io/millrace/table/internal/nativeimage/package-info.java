/**
 * Replacements in a native image of the methods by which Parquet would reach Hadoop. Quarkus links every class when the
 * image is built, so a path that never runs must link too; on the JVM nothing here is loaded.
 */
@NullMarked
package io.millrace.table.internal.nativeimage;

import org.jspecify.annotations.NullMarked;
