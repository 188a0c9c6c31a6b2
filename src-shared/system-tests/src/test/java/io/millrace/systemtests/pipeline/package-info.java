/**
 * The packaged services under faults, on a real broker and a real registry. All tests share one running system; each has a
 * stream of its own. Faults are rules that an agent brings into the services, see {@link
 * io.millrace.systemtests.pipeline.InjectedFault}.
 */
@NullMarked
package io.millrace.systemtests.pipeline;

import org.jspecify.annotations.NullMarked;
