package io.millrace.launcher.letters;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The wish of a user who presses Ctrl-C that a command ends between two steps. The process waits for it a while. */
public final class Cancellation implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AtomicBoolean wanted = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);

    private Cancellation() {}

    /** Begins to listen. */
    public static Cancellation onExit() {
        Cancellation cancellation = new Cancellation();
        Runtime.getRuntime().addShutdownHook(new Thread(cancellation::end, "cancellation"));
        return cancellation;
    }

    private void end() {
        wanted.set(true);
        try {
            boolean unused = ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the command is to end. */
    public boolean isWanted() {
        return wanted.get();
    }

    /** The command has ended. */
    @Override
    public void close() {
        ended.countDown();
    }
}
