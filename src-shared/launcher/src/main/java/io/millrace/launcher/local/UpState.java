package io.millrace.launcher.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * The state file of {@code up}, for {@code status}, {@code down} and the next {@code up}.
 *
 * @param pid
 *            the process that owns all others
 * @param startedMillis
 *            when the operating system says that it started, milliseconds since the epoch; distinguishes it from another process
 *            that got the same pid later
 * @param data
 *            the data folder
 * @param ports
 *            where it listens
 * @param ready
 *            whether everything was ready once
 * @param ends
 *            the processes that ended by themselves since then
 */
public record UpState(
        long pid,
        long startedMillis,
        String data,
        SystemPorts ports,
        boolean ready,
        List<ProcessExits> ends) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = "up.json";

    public UpState {
        // A file of an older version has none.
        ends = ends == null ? List.of() : List.copyOf(ends);
    }

    /** The state of this process. */
    public static UpState ofThisProcess(Path data, SystemPorts ports, boolean ready) {
        ProcessHandle self = ProcessHandle.current();
        return new UpState(self.pid(), startedMillis(self), data.toString(), ports, ready, List.of());
    }

    /** The same with what has ended since. */
    public UpState with(List<ProcessExits> seen) {
        return new UpState(pid, startedMillis, data, ports, ready, seen);
    }

    /** How the process of that name ended by itself, if it did. */
    public Optional<ProcessExits> endsOf(String name) {
        return ends.stream().filter(end -> end.name().equals(name)).findFirst();
    }

    /** The system that runs now from a checkout; empty when none does, even when the file names one. */
    public static Optional<UpState> running(Checkout checkout) {
        return read(checkout).filter(state -> state.process().isPresent());
    }

    /** The process that owns all others, while it lives. */
    public Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(p -> startedMillis(p) == startedMillis);
    }

    /** Writes it, in one step. */
    public void write(Checkout checkout) {
        Path file = checkout.dataRoot().resolve(FILE);
        Path next = file.resolveSibling(FILE + ".next");
        try {
            Files.writeString(next, JSON.writeValueAsString(this));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new LauncherException("The state could not be written to " + file + " (" + e
                    + "). Make its folder writable for this user.", e);
        }
    }

    private static Optional<UpState> read(Checkout checkout) {
        Path file = checkout.dataRoot().resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(file.toFile(), UpState.class));
        } catch (IOException e) {
            throw new LauncherException("The state in " + file + " cannot be read (" + e
                    + "). When no process of ./millrace up is left, delete the file.", e);
        }
    }

    private static long startedMillis(ProcessHandle process) {
        return process.info().startInstant().map(java.time.Instant::toEpochMilli).orElse(0L);
    }
}
