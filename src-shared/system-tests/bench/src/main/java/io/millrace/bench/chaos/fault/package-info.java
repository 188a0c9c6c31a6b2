/** The faults that the chaos suite draws from: each kind is a class, and each is done to processes that can be started again on the data that they left. Of the suite it uses the package of the library that makes storage and clock fail. */
@NullMarked
package io.millrace.bench.chaos.fault;

import org.jspecify.annotations.NullMarked;
