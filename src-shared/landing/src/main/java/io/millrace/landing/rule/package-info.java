/** Holds the records of a stream to the quality rules of the contracts that they were written with. Sees no other package. */
@NullMarked
package io.millrace.landing.rule;

import org.jspecify.annotations.NullMarked;
