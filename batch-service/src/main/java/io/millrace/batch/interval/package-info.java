/** Tasks at intervals, by Quarkus' scheduler, that go on after the clock was set back. Sees no other package. */
@NullMarked
package io.millrace.batch.interval;

import org.jspecify.annotations.NullMarked;
