/**
 * Keeps what runs in the background going: whatever a task throws, an {@link java.lang.Error} included, ends in a state
 * that health and metrics show, and the task runs again.
 */
@NullMarked
package io.millrace.contracts.supervision;

import org.jspecify.annotations.NullMarked;
