package io.millrace.bench.chaos.preload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Tells the library in one process what to do: a file that both have in memory. It outlives the process. */
public final class FaultControl {
    private static final int STORAGE = 0;
    private static final int PERCENT = 4;
    private static final int DELAY_MICROS = 8;
    private static final int HITS = 12;
    private static final int CLOCK_SECONDS = 16;
    private static final int STORAGE_SECONDS = 24;
    private static final int BYTES = 32;
    private static final int MICROS = 1_000;

    private final Path file;
    private final MappedByteBuffer memory;
    private final List<Advance> advances = new ArrayList<>();

    private record Advance(Instant at, Duration by) {}

    private FaultControl(Path file, MappedByteBuffer memory) {
        this.file = file;
        this.memory = memory;
    }

    /** Makes the file; everything works. */
    public static FaultControl in(Path file) {
        try {
            Files.write(file, new byte[BYTES]);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                MappedByteBuffer memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES);
                memory.order(ByteOrder.nativeOrder());
                return new FaultControl(file, memory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + file + " that controls faults cannot be made", e);
        }
    }

    /**
     * From now on calls that change files fail.
     *
     * @param percent
     *            of the calls, 1 to 100
     * @param delay
     *            of each, when the storage is slow
     */
    public synchronized void fail(DiskFault fault, int percent, Duration delay) {
        memory.putInt(PERCENT, percent);
        memory.putInt(DELAY_MICROS, Math.toIntExact(delay.toNanos() / MICROS));
        memory.putInt(STORAGE, fault.ordinal());
    }

    /** From now on the storage works. */
    public synchronized void heal() {
        memory.putInt(STORAGE, DiskFault.NONE.ordinal());
    }

    /** Sets the clock of the process this far ahead of that of the machine, or behind it; in whole seconds. */
    public synchronized void setClock(Duration ahead) {
        memory.putLong(CLOCK_SECONDS, ahead.toSeconds());
    }

    /** Sets the clock of the storage further ahead: files that the process writes from now on have later times. */
    public synchronized void advanceStorage(Duration by) {
        memory.putLong(STORAGE_SECONDS, memory.getLong(STORAGE_SECONDS) + by.toSeconds());
        advances.add(new Advance(Instant.now(), by));
    }

    /** The moment since which a span has passed for the storage, by the time of this machine. */
    public synchronized Instant since(Duration span, Instant now) {
        Duration left = span;
        Instant until = now;
        for (Advance advance : advances.reversed()) {
            Duration passed = Duration.between(advance.at(), until);
            if (passed.compareTo(left) >= 0) {
                break;
            }
            left = left.minus(passed);
            until = advance.at();
            if (advance.by().compareTo(left) >= 0) {
                return until;
            }
            left = left.minus(advance.by());
        }
        return until.minus(left);
    }

    /** How many calls failed or were slow so far. */
    public synchronized int hits() {
        return memory.getInt(HITS);
    }

    Path file() {
        return file;
    }
}
