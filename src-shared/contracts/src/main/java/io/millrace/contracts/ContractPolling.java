package io.millrace.contracts;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refreshes a catalog, on a thread of its own: often until it was loaded once, then at intervals, and when asked to. A
 * registry that is away is reported when it goes and when it is back, not at every attempt.
 */
public final class ContractPolling implements AutoCloseable {
    /** Requests to {@link #askNow()} reach the registry at most this often; more of them share an attempt. */
    public static final Duration ASKED_AT_MOST_EVERY = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(ContractPolling.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

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
    private final ScheduledExecutorService executor = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("contract-polling").factory());
    /** News that the watcher has not taken yet; only the polling thread touches it. */
    private final Map<StreamName, StreamContracts> news = new TreeMap<>();
    private CompletableFuture<Boolean> asked = CompletableFuture.completedFuture(false);
    private long askedAt = System.nanoTime() - ASKED_AT_MOST_EVERY.toNanos();
    private volatile boolean away;

    public ContractPolling(ContractCatalog catalog, Duration interval, Watcher watcher) {
        this.catalog = catalog;
        this.interval = interval;
        this.watcher = watcher;
    }

    /** Starts with a first attempt at once. */
    public void start() {
        executor.execute(this::poll);
    }

    /** Whether the last attempt failed; false before the first one. */
    public boolean registryAway() {
        return away;
    }

    /**
     * Asks the registry outside of the interval, as when a request names a stream that is not known. Never blocks.
     *
     * @return whether the registry answered; also false once this is closed. It takes as long as the registry does: who
     *         cannot wait adds a time limit
     */
    public synchronized CompletionStage<Boolean> askNow() {
        if (asked.isDone() && System.nanoTime() - askedAt >= ASKED_AT_MOST_EVERY.toNanos()) {
            askedAt = System.nanoTime();
            try {
                asked = CompletableFuture.supplyAsync(this::refresh, executor);
            } catch (RejectedExecutionException closed) {
                asked = CompletableFuture.completedFuture(false);
            }
        }
        return asked.minimalCompletionStage();
    }

    private void poll() {
        boolean answered = refresh();
        boolean done = catalog.loaded() && news.isEmpty() && (answered || away);
        try {
            var unused = executor.schedule(this::poll, (done ? interval : min(RETRY, interval)).toMillis(),
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("Contract polling ends");
        }
    }

    private boolean refresh() {
        try {
            return attempt();
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            // Nothing may end the polling: it would do so without a word.
            LOG.error("Refreshing the contracts failed; it is tried again", e);
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
