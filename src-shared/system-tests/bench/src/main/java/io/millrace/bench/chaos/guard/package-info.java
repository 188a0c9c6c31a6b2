/** The guards of the services that a run can switch off, to show that the check notices. Methods of the services are changed by an agent in their processes. */
@NullMarked
package io.millrace.bench.chaos.guard;

import org.jspecify.annotations.NullMarked;
