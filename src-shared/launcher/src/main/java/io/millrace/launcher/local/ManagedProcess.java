package io.millrace.launcher.local;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.millrace.devstack.ChildProcess;

/**
 * A process of the local system, and how it is started again.
 *
 * @param name
 *            how messages and {@code status} call it
 * @param log
 *            the file that its output is appended to
 * @param process
 *            its present process, dead or alive
 * @param needsRestart
 *            whether it says now that only a restart helps
 * @param restart
 *            starts it again and returns when it is ready; throws a {@link io.millrace.devstack.DevStackException} when it
 *            does not become ready
 */
public record ManagedProcess(String name, Path log, Supplier<ChildProcess> process, BooleanSupplier needsRestart,
        Runnable restart) {}
