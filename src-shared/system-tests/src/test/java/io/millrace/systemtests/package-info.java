/** What holds across the rooms: the arrows between them, the packaged services under faults, and what is in {@code deploy/}. */
@NullMarked
package io.millrace.systemtests;

import org.jspecify.annotations.NullMarked;
