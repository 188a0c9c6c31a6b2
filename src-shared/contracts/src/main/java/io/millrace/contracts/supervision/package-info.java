/**
 * Supervises background tasks: whatever a task throws, including an {@link java.lang.Error}, becomes a state that health and
 * metrics show, and the task runs again. The health check of all services is here too. Sees no other package.
 */
@NullMarked
package io.millrace.contracts.supervision;

import org.jspecify.annotations.NullMarked;
