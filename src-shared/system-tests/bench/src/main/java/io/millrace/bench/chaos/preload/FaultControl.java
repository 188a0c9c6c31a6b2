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

/** Tells the library in one process what to do: a file that both have in memory. It outlives the process. */
public final class FaultControl {
    private static final int STORAGE = 0;
    private static final int PERCENT = 4;
    private static final int DELAY_MICROS = 8;
    private static final int HITS = 12;
    private static final int CLOCK_SECONDS = 16;
    private static final int BYTES = 24;
    private static final int MICROS = 1_000;

    private final Path file;
    private final MappedByteBuffer memory;

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
    public synchronized void fail(StorageFault fault, int percent, Duration delay) {
        memory.putInt(PERCENT, percent);
        memory.putInt(DELAY_MICROS, Math.toIntExact(delay.toNanos() / MICROS));
        memory.putInt(STORAGE, fault.ordinal());
    }

    /** From now on the storage works. */
    public synchronized void heal() {
        memory.putInt(STORAGE, StorageFault.NONE.ordinal());
    }

    /** Sets the clock of the process this far ahead of that of the machine, or behind it; in whole seconds. */
    public synchronized void setClock(Duration ahead) {
        memory.putLong(CLOCK_SECONDS, ahead.toSeconds());
    }

    /** How many calls failed or were slow so far. */
    public synchronized int hits() {
        return memory.getInt(HITS);
    }

    Path file() {
        return file;
    }
}
