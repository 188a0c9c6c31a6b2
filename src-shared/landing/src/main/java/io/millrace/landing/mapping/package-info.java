/** Derives the columns of a table from a contract, and the row from an event. Sees no other package of this module. */
@NullMarked
package io.millrace.landing.mapping;

import org.jspecify.annotations.NullMarked;
