package io.millrace.contracts.supervision;

import java.time.Duration;

/**
 * Ends the process when the loop stands still that would report what else stands still. A thread that needs a class can wait for
 * ever, when the class loader could not open a file once; so can the thread that is about to report it. What this does from its
 * start on needs no further class.
 */
public final class LastResort implements AutoCloseable {
    /** The exit code of the process: EX_SOFTWARE of sysexits.h. */
    public static final int EXIT_CODE = 70;
    private static final long TICK_MILLIS = 1_000;
    /** Longer than a loop waits for Kafka and a storage that do not answer. */
    private static final Duration LEAST = Duration.ofMinutes(2);

    private final long most;
    private final Runnable end;
    private final Thread thread = Thread.ofPlatform().daemon().name("last-resort").unstarted(this::watch);
    private volatile boolean expected;
    private volatile boolean works;
    private long missed;

    /**
     * Starts; nothing is expected before the first {@link #beat}.
     *
     * @param hangsAfter
     *            time after which the loop reports what stands still. The process ends after twice this time without a beat, and
     *            after two minutes at least; time in which the process is suspended does not count
     */
    public static LastResort of(Duration hangsAfter) {
        Duration twice = hangsAfter.multipliedBy(2);
        return start(twice.compareTo(LEAST) < 0 ? LEAST : twice);
    }

    static LastResort start(Duration patience) {
        LastResort made = new LastResort(patience, new Halt("The background tasks have stood still for " + patience
                + " and cannot report it. The process ends with exit code " + EXIT_CODE
                + ", so that it is started again."));
        made.thread.start();
        return made;
    }

    /** Does not start a thread: the ticks come by {@link #tick}. */
    LastResort(Duration patience, Runnable end) {
        this.most = Math.max(1, patience.toSeconds());
        this.end = end;
    }

    private record Halt(String message) implements Runnable {
        @Override
        public void run() {
            System.err.println(message);
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }

    /** The loop works; the next beat is expected in time. */
    public void beat() {
        works = true;
        expected = true;
    }

    /** The loop has nothing to do: no beat is expected. */
    public void rest() {
        expected = false;
    }

    private void watch() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(TICK_MILLIS);
                tick();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A second has passed in which the process was not suspended. */
    void tick() {
        missed = expected && !works ? missed + 1 : 0;
        works = false;
        if (missed >= most) {
            end.run();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
