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
 * Refreshes a catalog, on a thread of its own: often until it was loaded once, then at intervals, and when asked to. A
 * registry that is away is reported when it goes and when it is back, not at every attempt.
 */
public final class ContractPolling implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ContractPolling.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int HURRIED_ATTEMPTS = 4;
    private static final Duration TICK = Duration.ofMillis(200);

    /** Is told, on the polling thread, how each attempt ended. */
    @FunctionalInterface
    public interface Watcher {
        /**
         * The registry answered.
         *
         * @param news
         *            the streams that are new or have a new version, often none; told again when this method throws
         */
        void refreshed(List<StreamContracts> news);

        /** The registry did not answer; what is known stays in use. */
        default void away(RegistryUnavailableException reason) {}
    }

    private final ContractCatalog catalog;
    private final Duration interval;
    private final Watcher watcher;
    private final SupervisedTask task;
    private final ScheduledExecutorService executor = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("contract-polling").factory());
    /** News that the watcher has not taken yet; only the polling thread touches it. */
    private final Map<StreamName, StreamContracts> news = new TreeMap<>();
    private final AtomicInteger hurried = new AtomicInteger();
    private volatile boolean away;
    private long dueAt = System.nanoTime();
    private long attemptedAt = dueAt - RETRY.toNanos();

    /**
     * @param task
     *            records what is thrown on the polling thread, by the catalog or the watcher
     */
    public ContractPolling(ContractCatalog catalog, Duration interval, Watcher watcher, SupervisedTask task) {
        this.catalog = catalog;
        this.interval = interval;
        this.watcher = watcher;
        this.task = task;
    }

    /** Starts with a first attempt at once. */
    public void start() {
        long millis = Math.max(1, min(TICK, interval).toMillis());
        var unused = executor.scheduleWithFixedDelay(this::pollWhenDue, 0, millis, TimeUnit.MILLISECONDS);
    }

    /** Whether the last attempt failed; false before the first one. */
    public boolean registryAway() {
        return away;
    }

    /**
     * Asks the registry soon and a few times, once a second, outside of the interval: a topic was found whose contract is not
     * known, and which may be registered in this moment. Never blocks.
     */
    public void askSoon() {
        hurried.set(HURRIED_ATTEMPTS);
    }

    /** Runs often, so that nothing that is thrown can keep the next attempt from being scheduled. */
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
            LOG.warn("{} What is known stays in use.", e.getMessage());
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
