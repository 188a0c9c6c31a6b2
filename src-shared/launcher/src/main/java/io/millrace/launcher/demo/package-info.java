/**
 * The demo: real events through the whole system, with the faults that it must withstand, and a verdict on each promise.
 * Sending and reading are apart from judging, so that the verdict is a pure function of what was seen.
 */
@NullMarked
package io.millrace.launcher.demo;

import org.jspecify.annotations.NullMarked;
