/**
 * The command line of Millrace: one class per command of {@code ./millrace}. Commands read options and print; what they
 * start is in {@code local}, and what the demo does and promises is in {@code demo}. More than 25 classes, because each command
 * is a class, and so is each group of options that several commands have.
 */
@NullMarked
package io.millrace.launcher;

import org.jspecify.annotations.NullMarked;
