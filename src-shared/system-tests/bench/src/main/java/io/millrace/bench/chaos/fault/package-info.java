/** The faults that the chaos suite draws from: each kind is a class, and each is done to processes that can be started again on the data that they left. Uses no other package of the suite. */
@NullMarked
package io.millrace.bench.chaos.fault;

import org.jspecify.annotations.NullMarked;
