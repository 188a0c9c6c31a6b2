package io.millrace.bench.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What Linux has on record of a process.
 *
 * @param pid
 *            its id
 */
record ProcessFigures(long pid) {
    /** The unit of CPU time in {@code /proc}, on every architecture: {@code USER_HZ} is 100. */
    private static final long MICROS_PER_TICK = 10_000;
    /** Of user and system time, counted from the state, which follows the name in parentheses. */
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;
    /** As Linux cuts the names of C1's and C2's threads. */
    private static final String COMPILER = " CompilerThre";
    private static final int KIBIBYTES = 1_024;

    /** CPU time of all its threads, dead ones too, in user and system mode: microseconds. */
    long cpuMicros() {
        return cpuMicros(read("stat"));
    }

    /** Of it, what the JIT compilers had: microseconds. */
    long compilerMicros() {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return threads.map(thread -> read("task/" + thread.getFileName() + "/stat"))
                    .filter(stat -> stat.contains(COMPILER)).mapToLong(ProcessFigures::cpuMicros).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long cpuMicros(String stat) {
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(afterName[USER_TIME]) + Long.parseLong(afterName[SYSTEM_TIME])) * MICROS_PER_TICK;
    }

    /** The most resident memory that it ever had, in mebibytes. */
    long peakRssMebibytes() {
        return read("status").lines().filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / KIBIBYTES).findFirst()
                .orElseThrow(() -> new IllegalStateException("process " + pid + " has no memory any more"));
    }

    private String read(String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid)).resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Process " + pid + " cannot be looked at; this needs Linux, and the process alive",
                    e);
        }
    }
}
