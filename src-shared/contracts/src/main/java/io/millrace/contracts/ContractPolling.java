package io.millrace.contracts;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refreshes a catalog: often until it was loaded once, then at intervals, on a thread of its own. A registry that is
 * away is reported when it goes and when it is back, not at every attempt.
 */
public final class ContractPolling implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ContractPolling.class);
    private static final Duration UNTIL_LOADED = Duration.ofSeconds(1);

    private final ContractCatalog catalog;
    private final Duration interval;
    private final Consumer<List<StreamContracts>> onNews;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "contract-polling");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean away;

    /**
     * @param onNews
     *            is told, on the polling thread, of streams that are new or have a new version
     */
    public ContractPolling(ContractCatalog catalog, Duration interval, Consumer<List<StreamContracts>> onNews) {
        this.catalog = catalog;
        this.interval = interval;
        this.onNews = onNews;
    }

    /** Starts with a first attempt at once. */
    public void start() {
        executor.execute(this::poll);
    }

    /** Whether the last attempt failed. */
    public boolean registryAway() {
        return away;
    }

    private void poll() {
        try {
            List<StreamContracts> news = catalog.refresh();
            if (away) {
                LOG.info("The registry answers again");
            }
            away = false;
            if (!news.isEmpty()) {
                onNews.accept(news);
            }
        } catch (RegistryUnavailableException e) {
            if (!away) {
                LOG.warn("{} What is known stays in use.", e.getMessage());
            }
            away = true;
        } catch (RuntimeException e) {
            LOG.error("Refreshing the contracts failed; it is tried again", e);
        }
        try {
            var unused = executor.schedule(this::poll, (catalog.loaded() ? interval : UNTIL_LOADED).toMillis(),
                    TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.RejectedExecutionException closed) {
            LOG.debug("Contract polling ends");
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
