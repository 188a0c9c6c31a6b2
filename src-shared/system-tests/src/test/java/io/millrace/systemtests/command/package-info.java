/** What a user sees of {@code ./millrace}: the demo to its end, and the messages of what goes wrong. */
@NullMarked
package io.millrace.systemtests.command;

import org.jspecify.annotations.NullMarked;
