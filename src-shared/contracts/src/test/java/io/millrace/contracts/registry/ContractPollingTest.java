package io.millrace.contracts.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.supervision.SupervisedTask;
import io.millrace.contracts.supervision.Supervision;
import io.millrace.contracts.supervision.TaskState;
import io.millrace.contracts.testing.Avsc;
import io.millrace.contracts.testing.FakeRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContractPollingTest {
    private static final StreamName ORDERS = new StreamName("orders");
    private static final StreamName VISITS = new StreamName("visits");
    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final Duration NEVER = Duration.ofHours(1);

    private final FakeRegistry registry = new FakeRegistry();
    private final ContractCatalog catalog = new ContractCatalog(registry);
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final AtomicBoolean deaf = new AtomicBoolean();
    private final SupervisedTask task = new Supervision(Clock.systemUTC(), made -> {}).task("contracts", "Look");
    private ContractPolling polling = new ContractPolling(catalog, OFTEN, new Told(), task);

    private final class Told implements ContractPolling.Watcher {
        @Override
        public void refreshed(List<StreamContracts> news) {
            news.forEach(found -> told.add(found.latest().title()));
            if (deaf.get()) {
                throw new IllegalStateException("not ready yet");
            }
        }

        @Override
        public void away(RegistryUnavailableException reason) {
            told.add("away");
            if (deaf.get()) {
                throw new IllegalStateException("not ready yet");
            }
        }
    }

    @AfterEach
    void close() {
        polling.close();
    }

    @Test
    void streamsAreToldAtStartAndWhenTheyComeLater() throws Exception {
        // given
        registry.register(ORDERS, Avsc.of());
        // when
        polling.start();
        // then
        assertEquals("orders/1", next());
        registry.register(VISITS, Avsc.of());
        assertEquals("visits/1", next());
    }

    @Test
    void registryThatGoesAwayAndComesBackIsToldAndKeepsTheContracts() throws Exception {
        // given
        registry.register(ORDERS, Avsc.of());
        polling.start();
        assertEquals("orders/1", next());
        // when
        registry.away = true;
        // then
        assertEquals("away", next());
        assertTrue(catalog.find(ORDERS).isPresent());
        registry.away = false;
        registry.register(VISITS, Avsc.of());
        awaitTitle("visits/1");
    }

    @Test
    void newsThatTheWatcherDidNotTakeAreToldAgain() throws Exception {
        // given
        deaf.set(true);
        registry.register(ORDERS, Avsc.of());
        // when
        polling.start();
        // then
        assertEquals("orders/1", next());
        assertEquals("orders/1", next());
        deaf.set(false);
        registry.register(VISITS, Avsc.of());
        awaitTitle("visits/1");
    }

    @Test
    void watcherThatFailsOnAnAbsentRegistryDoesNotEndThePolling() throws Exception {
        // given
        deaf.set(true);
        registry.away = true;
        polling.start();
        assertEquals("away", next());
        // when
        deaf.set(false);
        registry.away = false;
        registry.register(ORDERS, Avsc.of());
        // then
        awaitTitle("orders/1");
    }

    @Test
    void askingFindsAStreamThatIsRegisteredJustAfterwardsBeforeTheIntervalEnds() throws Exception {
        // given
        poll(NEVER);
        // when
        polling.askSoon();
        int calls = registry.calls();
        for (long end = System.nanoTime() + 10_000_000_000L; registry.calls() == calls;) {
            assertTrue(System.nanoTime() < end, "nobody asked the registry");
            Thread.sleep(5);
        }
        registry.register(ORDERS, Avsc.of());
        // then
        assertEquals("orders/1", next());
    }

    @Test
    void manyWhoAskShareAFewAttempts() throws Exception {
        // given
        poll(NEVER);
        int calls = registry.calls();
        // when
        for (int i = 0; i < 1_000; i++) {
            polling.askSoon();
        }
        registry.register(ORDERS, Avsc.of());
        assertEquals("orders/1", next());
        // then
        assertTrue(registry.calls() - calls < 20, registry.calls() - calls + " calls");
    }

    @Test
    void anErrorIsAStateAndEndsNoPolling() throws Exception {
        // given a watcher for which there is no memory
        AtomicReference<Error> thrown = new AtomicReference<>(new OutOfMemoryError("injected"));
        polling.close();
        polling = new ContractPolling(catalog, OFTEN, news -> {
            news.forEach(found -> told.add(found.latest().title()));
            if (thrown.get() != null) {
                throw thrown.get();
            }
        }, task);
        registry.register(ORDERS, Avsc.of());
        // when
        polling.start();
        // then
        assertEquals("orders/1", next());
        assertEquals("orders/1", next());
        assertTrue(task.state().describe().contains("OutOfMemoryError: injected"), task.state()::describe);
        thrown.set(null);
        registry.register(VISITS, Avsc.of());
        awaitTitle("visits/1");
        for (long end = System.nanoTime() + 10_000_000_000L; !(task.state() instanceof TaskState.Running);) {
            assertTrue(System.nanoTime() < end, task.state()::describe);
            Thread.sleep(5);
        }
    }

    private void poll(Duration interval) throws Exception {
        polling.close();
        polling = new ContractPolling(catalog, interval, new Told(), task);
        polling.start();
        long start = System.nanoTime();
        while (!catalog.loaded()) {
            assertTrue(System.nanoTime() - start < 10_000_000_000L, "the registry was not read in ten seconds");
            Thread.sleep(5);
        }
    }

    private String next() throws InterruptedException {
        String next = told.poll(10, TimeUnit.SECONDS);
        assertNotNull(next, "the watcher was told nothing");
        return next;
    }

    private void awaitTitle(String title) throws InterruptedException {
        while (!next().equals(title)) {
            Thread.onSpinWait();
        }
    }
}
