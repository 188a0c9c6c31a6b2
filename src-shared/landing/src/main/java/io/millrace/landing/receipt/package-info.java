/** Finds where an event of a stream is: in the table, among the dead letters, or not there. Sees {@code letters}. */
@NullMarked
package io.millrace.landing.receipt;

import org.jspecify.annotations.NullMarked;
