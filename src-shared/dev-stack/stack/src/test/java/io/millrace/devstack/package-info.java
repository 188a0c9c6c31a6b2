/** Proves the stack with real processes: what it serves, what survives a kill, and that nothing survives its owner. */
@NullMarked
package io.millrace.devstack;

import org.jspecify.annotations.NullMarked;
