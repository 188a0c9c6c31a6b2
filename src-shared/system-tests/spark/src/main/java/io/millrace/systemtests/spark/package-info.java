/**
 * Our tables as Spark reads them: the programs behind {@code ./millrace lab verify-spark}, {@code verify-faults} and
 * {@code verify-view}, in a process of their own.
 */
package io.millrace.systemtests.spark;
