package io.millrace.ingest.health;

import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;

import org.apache.kafka.clients.admin.Admin;

/**
 * An admin client, whose place another one takes when Kafka has not answered it for a while. All its connections may be dead:
 * after a network that swallowed everything for some seconds, a client asked in vain for the five minutes after which it
 * bootstraps again. Any thread may use it.
 */
final class ReplacedAdmin implements AutoCloseable {
    static final Duration REPLACED_AFTER = Duration.ofSeconds(10);

    private final Map<String, Object> settings;
    private final LongSupplier nanoTime;
    private volatile Admin admin;
    private volatile long answeredNanos;
    private boolean closed;

    /**
     * @param settings
     *            of each client
     * @param nanoTime
     *            as {@link System#nanoTime()}
     */
    ReplacedAdmin(Map<String, Object> settings, LongSupplier nanoTime) {
        this.settings = Map.copyOf(settings);
        this.nanoTime = nanoTime;
        this.admin = Admin.create(this.settings);
        this.answeredNanos = nanoTime.getAsLong();
    }

    /** The client of this moment. */
    Admin client() {
        return admin;
    }

    /** Kafka has answered. */
    void answered() {
        answeredNanos = nanoTime.getAsLong();
    }

    /** Kafka has not answered. What other threads wait for from a client that is replaced fails. */
    synchronized void silent() {
        if (!closed && nanoTime.getAsLong() - answeredNanos >= REPLACED_AFTER.toNanos()) {
            Admin silent = admin;
            admin = Admin.create(settings);
            answered();
            silent.close(Duration.ZERO);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        admin.close(Duration.ZERO);
    }
}
