package io.millrace.launcher.demo;

import java.io.PrintStream;
import java.time.Clock;
import java.util.Locale;

/** Prints the steps of the demo, with the seconds since its start. */
public final class ProgressLog {
    private static final double MILLIS_PER_SECOND = 1000.0;

    private final PrintStream out;
    private final Clock clock;
    private final long start;

    public ProgressLog(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
        this.start = clock.millis();
    }

    /** One line. */
    public void print(String line) {
        out.printf(Locale.ROOT, "[%5.1f s] %s%n", (clock.millis() - start) / MILLIS_PER_SECOND, line);
        out.flush();
    }
}
