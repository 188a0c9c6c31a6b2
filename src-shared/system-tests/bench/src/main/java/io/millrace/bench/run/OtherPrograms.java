package io.millrace.bench.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Measures which share of the processors is taken by others than this process and its children, dead or alive: other programs, the
 * kernel, and other machines on the same host. On Linux only, from {@code /proc}.
 */
public final class OtherPrograms {
    private static final Path ALL = Path.of("/proc/stat");
    /** Of the line "cpu" of /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal (man proc_stat). */
    private static final int FIELDS = 8;
    private static final int IDLE = 3;
    private static final int WAITING = 4;
    /** Of /proc/PID/stat, counted from the field after the name: user and system time of the process and of its dead children. */
    private static final int OWN_FIRST = 11;
    private static final int OWN_LAST = 14;

    private final Ticks start = Ticks.now();

    /** In the kernel's clock ticks, of all processors. */
    record Ticks(long total, long busy, long own) {
        static Ticks now() {
            try {
                if (!Files.exists(ALL)) {
                    return new Ticks(0, 0, 0);
                }
                long[] all = Arrays.stream(Files.readAllLines(ALL).getFirst().split(" +")).skip(1).limit(FIELDS)
                        .mapToLong(Long::parseLong).toArray();
                long total = Arrays.stream(all).sum();
                return new Ticks(total, total - all[IDLE] - all[WAITING], ofThisAndItsChildren());
            } catch (IOException e) {
                throw new UncheckedIOException("The use of the processors cannot be read from /proc", e);
            }
        }

        private static long ofThisAndItsChildren() {
            ProcessHandle self = ProcessHandle.current();
            return Stream.concat(Stream.of(self), self.descendants()).mapToLong(Ticks::of).sum();
        }

        private static long of(ProcessHandle process) {
            try {
                String line = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
                String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
                return Arrays.stream(fields, OWN_FIRST, OWN_LAST + 1).mapToLong(Long::parseLong).sum();
            } catch (IOException ended) {
                return 0; // Its time is among that of the dead children of its parent.
            }
        }
    }

    /** The share since this was made, from 0 to 1 inclusive; empty where it cannot be measured. */
    public OptionalDouble share() {
        return share(start, Ticks.now());
    }

    static OptionalDouble share(Ticks start, Ticks now) {
        long total = now.total() - start.total();
        if (total == 0) {
            return OptionalDouble.empty();
        }
        double others = now.busy() - start.busy() - (now.own() - start.own());
        return OptionalDouble.of(Math.clamp(others / total, 0, 1));
    }
}
