package io.millrace.contracts.registry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.supervision.SupervisedTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refreshes a catalog in the background: twice a second until it was loaded once, then at intervals, and on request. An
 * unavailable registry is logged when it stops and when it starts to answer, not at every attempt.
 */
public final class ContractRefresher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ContractRefresher.class);
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration REQUESTS_AT_MOST_EVERY = Duration.ofMillis(250);
    private static final int HURRIED_ATTEMPTS = 4;
    private static final Duration HURRIED_EVERY = Duration.ofSeconds(1);

    /** Receives the result of each attempt, on the thread of the executor that made it. */
    @FunctionalInterface
    public interface Listener {
        /**
         * The registry answered.
         *
         * @param news
         *            the streams that are new or have a new version, often none; repeated when this method throws
         */
        void refreshed(List<StreamContracts> news);

        /** The registry did not answer; the known contracts stay in use. */
        default void unavailable(RegistryUnavailableException reason) {}

        /**
         * Runs before each attempt that was not requested.
         *
         * @return whether the next attempt can wait for the interval
         */
        default boolean beforeRefresh() {
            return true;
        }
    }

    private final ContractCatalog catalog;
    private final Duration interval;
    private final Listener listener;
    private final SupervisedTask task;
    private final ScheduledExecutorService executor;
    private final CoalescedTask requests;
    /** Changes that the listener has not accepted yet; also the lock of an attempt. */
    private final Map<StreamName, StreamContracts> news = new TreeMap<>();
    private final AtomicInteger hurried = new AtomicInteger();
    private @Nullable ScheduledFuture<?> polling;
    private volatile @Nullable Long refreshedAt;
    private volatile boolean unavailable;
    private volatile boolean closed;
    private long dueAt = System.nanoTime();
    private long attemptedAt = dueAt - HURRIED_EVERY.toNanos();

    /**
     * @param task
     *            records the exceptions of the catalog and the listener
     * @param executor
     *            stays open when the refresher is closed
     */
    public ContractRefresher(ContractCatalog catalog, Duration interval, Listener listener, SupervisedTask task,
            ScheduledExecutorService executor) {
        this.catalog = catalog;
        this.interval = interval;
        this.listener = listener;
        this.task = task;
        this.executor = executor;
        this.requests = new CoalescedTask(this::refresh, REQUESTS_AT_MOST_EVERY, executor);
    }

    /** Starts the refreshes, with an immediate first attempt. */
    public void start() {
        long millis = Math.max(1, min(TICK, interval).toMillis());
        polling = executor.scheduleWithFixedDelay(this::refreshWhenDue, 0, millis, TimeUnit.MILLISECONDS);
    }

    /**
     * Refreshes a few times, once a second, outside of the interval: for a topic without a known contract, which may be about to
     * be registered. Never blocks.
     */
    public void refreshSoon() {
        hurried.set(HURRIED_ATTEMPTS);
    }

    /**
     * Refreshes once, at most some times a second for all callers together. Never blocks.
     *
     * @return whether the registry answered, after this call
     */
    public CompletableFuture<Boolean> refreshNow() {
        return requests.request();
    }

    /** The time since the registry answered last. */
    public Optional<Duration> age() {
        return Optional.ofNullable(refreshedAt).map(at -> Duration.ofNanos(System.nanoTime() - at));
    }

    /** Runs often, so that no exception can prevent the next attempt. */
    private void refreshWhenDue() {
        long now = System.nanoTime();
        boolean hurry = hurried.get() > 0 && now - attemptedAt >= HURRIED_EVERY.toNanos();
        if (closed || !hurry && now - dueAt < 0) {
            return;
        }
        hurried.updateAndGet(left -> Math.max(0, left - 1));
        boolean done = attempt();
        attemptedAt = System.nanoTime();
        dueAt = attemptedAt + (done ? interval : min(RETRY, interval)).toNanos();
    }

    private boolean attempt() {
        try {
            boolean prepared = listener.beforeRefresh();
            boolean answered = refresh();
            task.succeeded();
            return prepared && answered || catalog.loaded() && unavailable;
        } catch (Throwable e) { // An Error too: the refreshes would end.
            task.failed(e);
            return false;
        }
    }

    private boolean refresh() {
        List<StreamContracts> found;
        try {
            found = read();
        } catch (RegistryUnavailableException e) {
            if (!closed) {
                reportUnavailable(e);
            }
            return false;
        }
        listener.refreshed(found);
        synchronized (news) {
            found.forEach(accepted -> news.remove(accepted.latest().stream(), accepted));
        }
        return true;
    }

    private List<StreamContracts> read() {
        synchronized (news) {
            catalog.refresh().forEach(found -> news.put(found.latest().stream(), found));
            refreshedAt = System.nanoTime();
            if (unavailable) {
                LOG.info("The registry answers again");
            }
            unavailable = false;
            return List.copyOf(news.values());
        }
    }

    private void reportUnavailable(RegistryUnavailableException e) {
        synchronized (news) {
            if (!unavailable) {
                LOG.warn("{} The known contracts stay in use.", e.getMessage());
            }
            unavailable = true;
        }
        listener.unavailable(e);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    @Override
    public void close() {
        closed = true;
        if (polling != null) {
            polling.cancel(false);
        }
    }
}
