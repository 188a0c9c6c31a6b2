package io.millrace.contracts.registry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.supervision.SupervisedTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refreshes a catalog on its own thread: every second until it was loaded once, then at intervals, and on request. An
 * unavailable registry is logged when it goes away and when it is back, not at every attempt.
 */
public final class ContractPolling implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ContractPolling.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int HURRIED_ATTEMPTS = 4;
    private static final Duration TICK = Duration.ofMillis(200);

    /** Receives the result of each attempt, on the polling thread. */
    @FunctionalInterface
    public interface Watcher {
        /**
         * The registry answered.
         *
         * @param news
         *            the streams that are new or have a new version, often none; repeated when this method throws
         */
        void refreshed(List<StreamContracts> news);

        /** The registry did not answer; the known contracts stay in use. */
        default void away(RegistryUnavailableException reason) {}
    }

    private final ContractCatalog catalog;
    private final Duration interval;
    private final Watcher watcher;
    private final SupervisedTask task;
    private final ScheduledExecutorService executor = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("contract-polling").factory());
    /** Changes that the watcher has not accepted yet; used by the polling thread only. */
    private final Map<StreamName, StreamContracts> news = new TreeMap<>();
    private final AtomicInteger hurried = new AtomicInteger();
    private volatile boolean away;
    private long dueAt = System.nanoTime();
    private long attemptedAt = dueAt - RETRY.toNanos();

    /**
     * @param task
     *            records the exceptions of the catalog and the watcher
     */
    public ContractPolling(ContractCatalog catalog, Duration interval, Watcher watcher, SupervisedTask task) {
        this.catalog = catalog;
        this.interval = interval;
        this.watcher = watcher;
        this.task = task;
    }

    /** Starts polling, with an immediate first attempt. */
    public void start() {
        long millis = Math.max(1, min(TICK, interval).toMillis());
        var unused = executor.scheduleWithFixedDelay(this::pollWhenDue, 0, millis, TimeUnit.MILLISECONDS);
    }

    /**
     * Queries the registry a few times, once a second, outside of the interval: for a topic without a known contract, which may
     * be about to be registered. Never blocks.
     */
    public void askSoon() {
        hurried.set(HURRIED_ATTEMPTS);
    }

    /** Runs often, so that no exception can prevent the next attempt. */
    private void pollWhenDue() {
        long now = System.nanoTime();
        boolean hurry = hurried.get() > 0 && now - attemptedAt >= RETRY.toNanos();
        if (hurry || now - dueAt >= 0) {
            hurried.updateAndGet(left -> Math.max(0, left - 1));
            boolean answered = refresh();
            boolean done = catalog.loaded() && news.isEmpty() && (answered || away);
            attemptedAt = System.nanoTime();
            dueAt = attemptedAt + (done ? interval : min(RETRY, interval)).toNanos();
        }
    }

    private boolean refresh() {
        try {
            boolean answered = attempt();
            task.succeeded();
            return answered;
        } catch (Throwable e) { // An Error too: the polling would end.
            task.failed(e);
            return false;
        }
    }

    private boolean attempt() {
        try {
            catalog.refresh().forEach(found -> news.put(found.latest().stream(), found));
        } catch (RegistryUnavailableException e) {
            if (!executor.isShutdown()) {
                reportAway(e);
            }
            return false;
        }
        if (away) {
            LOG.info("The registry answers again");
        }
        away = false;
        watcher.refreshed(List.copyOf(news.values()));
        news.clear();
        return true;
    }

    private void reportAway(RegistryUnavailableException e) {
        if (!away) {
            LOG.warn("{} The known contracts stay in use.", e.getMessage());
        }
        away = true;
        watcher.away(e);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
