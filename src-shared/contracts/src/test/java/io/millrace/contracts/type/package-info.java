/** Resolution of shared types: what is bound, and what is refused with which pointer. */
@NullMarked
package io.millrace.contracts.type;

import org.jspecify.annotations.NullMarked;
