package io.millrace.bench.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The figures that Linux keeps of a process.
 *
 * @param pid
 *            its id
 */
public record ProcessFigures(long pid) {
    /** The unit of CPU time in {@code /proc}, on every architecture: {@code USER_HZ} is 100. */
    private static final long MICROS_PER_TICK = 10_000;
    /** Of user and system time, counted from the state, which follows the name in parentheses. */
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;
    /** As Linux cuts the names of C1's and C2's threads. */
    private static final String COMPILER = " CompilerThre";
    private static final int KIBIBYTES = 1_024;

    /**
     * A thread that lives.
     *
     * @param id
     *            its id
     * @param name
     *            its name, of which Linux keeps 15 bytes
     * @param cpuMicros
     *            its CPU time in user and system mode, microseconds
     */
    public record ThreadFigures(long id, String name, long cpuMicros) {
        static ThreadFigures of(long id, String stat) {
            return new ThreadFigures(id, stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')')),
                    ProcessFigures.cpuMicros(stat));
        }
    }

    /** CPU time of all its threads, dead ones too, in user and system mode: microseconds. */
    public long cpuMicros() {
        return cpuMicros(read("stat"));
    }

    /** Of it, what the JIT compilers had: microseconds. */
    public long compilerMicros() {
        return threads().stream().filter(thread -> thread.name().contains(COMPILER))
                .mapToLong(ThreadFigures::cpuMicros).sum();
    }

    /** Its threads that live now. */
    public List<ThreadFigures> threads() {
        List<ThreadFigures> found = new ArrayList<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path thread : (Iterable<Path>) threads::iterator) {
                long id = Long.parseLong(String.valueOf(thread.getFileName()));
                String stat = statUnlessEnded(thread.resolve("stat"));
                if (!stat.isEmpty()) {
                    found.add(ThreadFigures.of(id, stat));
                }
            }
        } catch (IOException e) {
            throw gone(e);
        }
        return found;
    }

    /** Empty when the thread ended since it was listed: Linux then refuses to open or to read the file. */
    private static String statUnlessEnded(Path stat) {
        try {
            return Files.readString(stat);
        } catch (IOException ended) {
            return "";
        }
    }

    private static long cpuMicros(String stat) {
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(afterName[USER_TIME]) + Long.parseLong(afterName[SYSTEM_TIME])) * MICROS_PER_TICK;
    }

    /** The most resident memory that it ever had, in mebibytes. */
    public long peakRssMebibytes() {
        return read("status").lines().filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / KIBIBYTES).findFirst()
                .orElseThrow(() -> new IllegalStateException("process " + pid + " has no memory any more"));
    }

    private String read(String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid)).resolve(file));
        } catch (IOException e) {
            throw gone(e);
        }
    }

    private UncheckedIOException gone(IOException cause) {
        return new UncheckedIOException(
                "Process " + pid + " cannot be looked at; this needs Linux, and the process alive", cause);
    }
}
