/** The chaos suite: whole packaged services on a cluster of brokers, a load over HTTP, faults in an order that follows from a seed, and the check of all tables against what was sent. */
@NullMarked
package io.millrace.bench.chaos;

import org.jspecify.annotations.NullMarked;
