/** Our tables as Spark reads them: the program behind {@code ./millrace verify-spark} and {@code verify-view}, in a process of its own. */
package io.millrace.systemtests.spark;
