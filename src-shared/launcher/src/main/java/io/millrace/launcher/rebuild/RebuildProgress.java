package io.millrace.launcher.rebuild;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Shows how far a rebuild is: a bar that is rewritten on a terminal, else a line now and then. */
public final class RebuildProgress {
    private static final int BAR = 30;
    private static final int PERCENT = 100;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long ON_TERMINAL = NANOS_PER_SECOND / 5;
    private static final long IN_LINES = 10 * NANOS_PER_SECOND;

    private final PrintStream out;
    private final boolean terminal;
    private final long expected;
    private final LongSupplier nanos;
    private final long start;
    private long shown;

    /**
     * @param expected
     *            about how many records there are
     * @param nanos
     *            the time, in nanoseconds since some moment
     */
    public RebuildProgress(PrintStream out, boolean terminal, long expected, LongSupplier nanos) {
        this.out = out;
        this.terminal = terminal;
        this.expected = expected;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
        this.shown = start;
    }

    /** After some records. */
    public void at(long records) {
        long now = nanos.getAsLong();
        if (now - shown >= (terminal ? ON_TERMINAL : IN_LINES)) {
            shown = now;
            show(records, expected, now);
        }
    }

    /** After the last record. */
    public void end(long records) {
        show(records, records, nanos.getAsLong());
        if (terminal) {
            out.println();
        }
    }

    private void show(long records, long of, long now) {
        String text = text(records, of, now - start);
        if (terminal) {
            out.print("\r\033[K" + bar(records, of) + " " + text);
            out.flush();
        } else {
            out.println(text);
        }
    }

    private static String text(long records, long of, long taken) {
        long rate = taken <= 0 ? 0 : Math.round(records * (double) NANOS_PER_SECOND / taken);
        String eta = rate <= 0 || records >= of ? "" : ", " + duration((of - records) / rate) + " left";
        return String.format(Locale.ROOT, "%,d of %,d records, %d %%, %,d/s, %s%s", records,
                Math.max(records, of), percent(records, of), rate, duration(taken / NANOS_PER_SECOND), eta);
    }

    private static int percent(long records, long of) {
        return of <= 0 ? PERCENT : (int) Math.min(PERCENT, PERCENT * records / of);
    }

    private static String bar(long records, long of) {
        int filled = BAR * percent(records, of) / PERCENT;
        return "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "]";
    }

    private static String duration(long seconds) {
        return seconds < 60
                ? seconds + " s"
                : String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
    }
}
