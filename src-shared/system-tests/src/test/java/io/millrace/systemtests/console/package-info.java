/**
 * The console in a real Chromium, beside real services: its use by keyboard, its accessibility and colours, the words for the
 * conditions of a stream with pictures in {@code target/screenshots}, and the size of its pages.
 */
@NullMarked
package io.millrace.systemtests.console;

import org.jspecify.annotations.NullMarked;
