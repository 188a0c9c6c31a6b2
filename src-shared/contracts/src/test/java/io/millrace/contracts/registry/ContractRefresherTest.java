package io.millrace.contracts.registry;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.supervision.SupervisedTask;
import io.millrace.contracts.supervision.Supervision;
import io.millrace.contracts.supervision.TaskState;
import io.millrace.contracts.testing.Avsc;
import io.millrace.contracts.testing.FakeRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class ContractRefresherTest {
    private static final StreamName ORDERS = new StreamName("orders");
    private static final StreamName VISITS = new StreamName("visits");
    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final FakeRegistry registry = new FakeRegistry();
    private final ContractCatalog catalog = new ContractCatalog(registry);
    private final BlockingQueue<String> reported = new LinkedBlockingQueue<>();
    private final Recorder recorder = new Recorder();
    private final SupervisedTask task = new Supervision(Clock.systemUTC(), made -> {}).task("contracts", "Look");
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);
    private final ContractRefresher often = new ContractRefresher(catalog, OFTEN, recorder, task, executor);
    private final ContractRefresher never = new ContractRefresher(catalog, NEVER, recorder, task, executor);

    /** Records what is reported, and then throws when the test asks for it. */
    private final class Recorder implements ContractRefresher.Listener {
        volatile @Nullable Throwable thrown;
        volatile boolean prepared = true;
        final AtomicInteger preparations = new AtomicInteger();

        @Override
        public boolean beforeRefresh() {
            preparations.incrementAndGet();
            return prepared;
        }

        @Override
        public void refreshed(List<StreamContracts> news) {
            news.forEach(found -> reported.add(found.latest().title()));
            fail();
        }

        @Override
        public void unavailable(RegistryUnavailableException reason) {
            reported.add("unavailable");
            fail();
        }

        private void fail() {
            switch (thrown) {
                case null -> {
                }
                case Error error -> throw error;
                case Throwable other -> throw new IllegalStateException(other);
            }
        }
    }

    @AfterEach
    void close() {
        often.close();
        never.close();
        executor.shutdownNow();
    }

    @Test
    void streamsAreReportedAtStartAndWhenTheyAreRegisteredLater() throws Exception {
        // given
        registry.register(ORDERS, Avsc.of());
        // when
        often.start();
        // then
        assertEquals("orders/1", next());
        registry.register(VISITS, Avsc.of());
        assertEquals("visits/1", next());
    }

    @Test
    void contractsStayWhileTheRegistryIsUnavailable() throws Exception {
        // given
        registry.register(ORDERS, Avsc.of());
        often.start();
        assertEquals("orders/1", next());
        // when
        registry.away = true;
        // then
        assertEquals("unavailable", next());
        assertTrue(catalog.find(ORDERS).isPresent());
        registry.away = false;
        registry.register(VISITS, Avsc.of());
        awaitTitle("visits/1");
    }

    @Test
    void newsAreRepeatedWhenTheListenerThrew() throws Exception {
        // given
        recorder.thrown = new Exception("not ready yet");
        registry.register(ORDERS, Avsc.of());
        // when
        often.start();
        // then
        assertEquals("orders/1", next());
        assertEquals("orders/1", next());
        recorder.thrown = null;
        registry.register(VISITS, Avsc.of());
        awaitTitle("visits/1");
    }

    @Test
    void listenerThatThrowsWhileTheRegistryIsUnavailableDoesNotEndTheRefreshes() throws Exception {
        // given
        recorder.thrown = new Exception("not ready yet");
        registry.away = true;
        often.start();
        assertEquals("unavailable", next());
        // when
        recorder.thrown = null;
        registry.away = false;
        registry.register(ORDERS, Avsc.of());
        // then
        awaitTitle("orders/1");
    }

    @Test
    void errorOfTheListenerIsAStateOfTheTaskAndDoesNotEndTheRefreshes() throws Exception {
        // given
        recorder.thrown = new OutOfMemoryError("injected");
        registry.register(ORDERS, Avsc.of());
        // when
        often.start();
        // then
        assertEquals("orders/1", next());
        assertEquals("orders/1", next());
        assertTrue(task.state().describe().contains("OutOfMemoryError: injected"), task.state()::describe);
        recorder.thrown = null;
        registry.register(VISITS, Avsc.of());
        awaitTitle("visits/1");
        await("the task runs again").atMost(LIMIT).until(() -> task.state() instanceof TaskState.Running);
    }

    @Test
    void preparationIsRepeatedUntilItIsComplete() {
        // given
        recorder.prepared = false;
        never.start();
        await("a second preparation").atMost(LIMIT).until(() -> recorder.preparations.get() >= 2);
        // when
        recorder.prepared = true;
        int preparations = recorder.preparations.get();
        // then
        await("a complete preparation").atMost(LIMIT).until(() -> recorder.preparations.get() > preparations);
        await("no further preparation before the interval ends").during(Duration.ofSeconds(1)).atMost(LIMIT)
                .until(() -> recorder.preparations.get() <= preparations + 2);
    }

    @Test
    void refreshSoonFindsAStreamThatIsRegisteredJustAfterwards() throws Exception {
        // given
        startLoaded();
        // when
        never.refreshSoon();
        int calls = registry.calls();
        await("a call of the registry").atMost(LIMIT).until(() -> registry.calls() > calls);
        registry.register(ORDERS, Avsc.of());
        // then
        assertEquals("orders/1", next());
    }

    @Test
    void manyCallsOfRefreshSoonShareAFewAttempts() throws Exception {
        // given
        startLoaded();
        int calls = registry.calls();
        // when
        for (int i = 0; i < 1_000; i++) {
            never.refreshSoon();
        }
        registry.register(ORDERS, Avsc.of());
        assertEquals("orders/1", next());
        // then
        assertTrue(registry.calls() - calls < 20, registry.calls() - calls + " calls");
    }

    @Test
    void refreshNowFindsWhatWasRegisteredBeforeTheCall() throws Exception {
        // given
        startLoaded();
        for (int version = 1; version <= 3; version++) {
            StreamName stream = new StreamName("stream-" + version);
            registry.register(stream, Avsc.of());
            // when
            assertTrue(never.refreshNow().get(20, TimeUnit.SECONDS));
            // then
            assertTrue(catalog.find(stream).isPresent(), stream::value);
        }
    }

    @Test
    void refreshNowDoesNotCountARefreshThatStartedBeforeTheCall() throws Exception {
        // given a refresh that has read the registry and has not ended
        CountDownLatch read = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        ContractRefresher refresher = new ContractRefresher(catalog, NEVER, news -> {
            read.countDown();
            awaitUninterrupted(end);
        }, task, executor);
        var first = refresher.refreshNow();
        assertTrue(read.await(20, TimeUnit.SECONDS), "the registry is read");
        // when
        registry.register(ORDERS, Avsc.of());
        var second = refresher.refreshNow();
        end.countDown();
        // then
        assertTrue(first.get(20, TimeUnit.SECONDS));
        assertTrue(second.get(20, TimeUnit.SECONDS));
        assertTrue(catalog.find(ORDERS).isPresent());
    }

    @Test
    void manyCallsOfRefreshNowShareTwoAttempts() throws Exception {
        // given
        startLoaded();
        int calls = registry.calls();
        // when
        var last = never.refreshNow();
        for (int i = 0; i < 1_000; i++) {
            last = never.refreshNow();
        }
        last.get(20, TimeUnit.SECONDS);
        // then
        assertTrue(registry.calls() - calls <= 8, registry.calls() - calls + " calls");
    }

    @Test
    void refreshNowTellsWhetherTheRegistryAnsweredAndWhatTheListenerThrew() throws Exception {
        registry.away = true;
        assertFalse(never.refreshNow().get(20, TimeUnit.SECONDS));
        registry.away = false;
        Error error = new OutOfMemoryError("injected");
        recorder.thrown = error;
        var thrown = assertThrows(ExecutionException.class, () -> never.refreshNow().get(20, TimeUnit.SECONDS));
        assertSame(error, thrown.getCause());
        recorder.thrown = null;
        assertTrue(never.refreshNow().get(20, TimeUnit.SECONDS));
    }

    @Test
    void ageIsThatOfTheLastAnswer() throws Exception {
        assertEquals(Optional.empty(), never.age());
        long start = System.nanoTime();
        assertTrue(never.refreshNow().get(20, TimeUnit.SECONDS));
        registry.away = true;
        assertFalse(never.refreshNow().get(20, TimeUnit.SECONDS));
        Duration age = never.age().orElseThrow();
        assertTrue(age.toNanos() <= System.nanoTime() - start, age::toString);
    }

    private void startLoaded() {
        never.start();
        await("the registry was read").atMost(LIMIT).until(() -> never.age().isPresent());
    }

    private String next() throws InterruptedException {
        String next = reported.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertNotNull(next, "the listener was not called");
        return next;
    }

    private void awaitTitle(String title) {
        await("the listener is called with " + title).atMost(LIMIT).until(() -> title.equals(reported.poll()));
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
