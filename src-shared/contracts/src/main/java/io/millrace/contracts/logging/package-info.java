/** Bounds the number of log lines, and keeps each message in one line. Sees no other package. */
@NullMarked
package io.millrace.contracts.logging;

import org.jspecify.annotations.NullMarked;
