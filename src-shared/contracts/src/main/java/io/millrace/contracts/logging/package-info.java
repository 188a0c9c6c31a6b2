/** Bounds the number of log lines. Sees no other package. */
@NullMarked
package io.millrace.contracts.logging;

import org.jspecify.annotations.NullMarked;
