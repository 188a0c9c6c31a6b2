/**
 * The whole system on this machine: where its parts lie, how each is started as a child process, on which ports, and how
 * it is talked to. No process started here outlives this JVM.
 */
@NullMarked
package io.millrace.launcher.local;

import org.jspecify.annotations.NullMarked;
