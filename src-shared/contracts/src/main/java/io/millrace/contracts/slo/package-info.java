/** Service level objectives: their defaults, the targets of a stream, and the counts against them. Sees no other package. */
@NullMarked
package io.millrace.contracts.slo;

import org.jspecify.annotations.NullMarked;
