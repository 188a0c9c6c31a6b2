package io.millrace.devstack;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileLock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * A stack on fixed ports that several processes use at once, each in its own terminal. The first to join starts it and owns it.
 * When the owner ends, orderly or not, one of the others starts it again on the same ports and data; when the last one leaves, or
 * the first one comes after a crash of all, the data is deleted.
 */
public final class SharedDevStack implements AutoCloseable {
    /** The name of its own reports, beside the lines of its processes. */
    public static final String NAME = "dev-stack";

    private static final Duration JOIN_LIMIT = Duration.ofMinutes(2);
    // The children of a killed owner exit on their own, which takes as long as their orderly exit may take.
    private static final Duration PORTS_LIMIT = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(100);

    private final DevStackConfig config;
    private final LineReceiver lines;
    private final StackLocks locks;
    private final FileLock membership;
    private @Nullable DevStack owned;
    private boolean closed;

    private SharedDevStack(DevStackConfig config, LineReceiver lines, StackLocks locks, FileLock membership) {
        this.config = config;
        this.lines = lines;
        this.locks = locks;
        this.membership = membership;
    }

    /** Returns when the stack serves clients, started by this process or by another one. */
    public static SharedDevStack join(DevStackConfig config, LineReceiver lines) {
        var locks = StackLocks.open(config.dataDir().resolve("shared.lock"));
        try {
            var owner = locks.tryToOwn();
            if (owner.isPresent() && locks.nothingJoined()) {
                DataDirectory.delete(config.dataDir());
            }
            var stack = new SharedDevStack(config, lines, locks, locks.join());
            if (owner.isPresent()) {
                stack.startOwned();
            } else {
                stack.awaitOther();
            }
            return stack;
        } catch (RuntimeException e) {
            locks.close();
            throw e;
        }
    }

    /** Whether this process runs the stack for all. */
    public synchronized boolean isOwner() {
        return owned != null;
    }

    public DevStackConfig config() {
        return config;
    }

    /** Leaves; the stack ends here if this process owns it. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (owned != null) {
                owned.close();
                membership.release();
                if (locks.nothingJoined()) {
                    DataDirectory.delete(config.dataDir());
                }
            }
        } catch (IOException e) {
            throw new DevStackException(
                    "The lock of the shared dev stack in " + config.dataDir() + " cannot be released", e);
        } finally {
            locks.close();
        }
    }

    private synchronized void startOwned() {
        if (!closed) {
            // When they do not get free, the start says which one and what to do.
            var ignored = await(config::hasFreePorts, PORTS_LIMIT);
            owned = DevStack.start(config, lines);
        }
    }

    private void awaitOther() {
        var successor = Thread.ofPlatform().daemon().name("dev-stack-successor").unstarted(this::succeed);
        successor.start();
        if (!await(config::isServing, JOIN_LIMIT)) {
            throw new DevStackException("Another process owns the shared dev stack in " + config.dataDir()
                    + ", but Kafka on port "
                    + config.kafkaPort() + " and the registry on port " + config.registryPort()
                    + " do not answer within "
                    + JOIN_LIMIT.toSeconds() + " s. See the logs in " + config.logs() + ", or end that process.");
        }
    }

    private void succeed() {
        try {
            var lock = locks.own();
            lines.line(NAME, "The owner of the shared dev stack has left: this process runs it from now on.");
            try {
                startOwned();
            } catch (RuntimeException e) {
                lock.release();
                lines.line(NAME, "The shared dev stack could not be taken over. " + e.getMessage());
            }
        } catch (ClosedChannelException leftBeforeTheOwner) {
            return;
        } catch (IOException e) {
            lines.line(NAME, "Waiting for the owner of the shared dev stack failed: " + e);
        }
    }

    private static boolean await(BooleanSupplier condition, Duration limit) {
        var deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return true;
    }
}
