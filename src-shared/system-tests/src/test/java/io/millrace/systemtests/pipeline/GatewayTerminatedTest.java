package io.millrace.systemtests.pipeline;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.millrace.devstack.LineReceiver;
import io.millrace.devstack.Ports;
import io.millrace.launcher.local.ServiceProcess;
import io.millrace.launcher.local.Services;
import io.millrace.systemtests.Repository;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An instance that is stopped as in a rollout while callers continue to send. */
@Tag("process")
@Tag("slow")
@OnRunningSystem
class GatewayTerminatedTest {
    private static final int SENDERS = 4;
    private static final int EVENTS = 200_000;
    private static final int STORED_BEFORE = 500;

    private final RunningSystem system;

    GatewayTerminatedTest(RunningSystem system) {
        this.system = system;
    }

    @Test
    void whatWasAnsweredWith200IsInTheLogAndTheInstanceEndsByItself() throws Exception {
        // given
        TestStream stream = system.newStream("terminated");
        List<Integer> ports = Ports.free(2);
        Set<String> problems = ConcurrentHashMap.newKeySet();
        try (ServiceProcess instance = new Services(Repository.CHECKOUT, system.stack().bootstrapServers(),
                system.stack().registryUrl(), Path.of("target/terminated").toAbsolutePath(), LineReceiver.NONE)
                .ingest(ports.get(0), ports.get(1));
                ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
            instance.awaitReady();
            EventSender caller = new EventSender(URI.create("http://127.0.0.1:" + ports.get(0)), stream);
            List<TestEvent> events = TestEvent.numbered(0, EVENTS);
            AtomicInteger next = new AtomicInteger();
            for (int sender = 0; sender < SENDERS; sender++) {
                senders.execute(() -> send(caller, events, next, problems));
            }
            await(STORED_BEFORE + " events are stored").atMost(Duration.ofSeconds(60))
                    .until(() -> caller.stored().size() >= STORED_BEFORE);
            // when
            instance.process().terminate();
            // then
            senders.shutdown();
            assertTrue(senders.awaitTermination(60, TimeUnit.SECONDS), "the instance still answers");
            instance.process().onExit().get(60, TimeUnit.SECONDS);
            assertFalse(caller.stored().isEmpty());
            Set<String> lost = new TreeSet<>(caller.stored());
            Set<String> log = TopicIds.of(system.stack().bootstrapServers(), stream.name().topic());
            lost.removeAll(log);
            assertEquals(Set.of(), lost, "answered with 200 and not in the log");
            Set<String> lies = new TreeSet<>(caller.notStored());
            lies.retainAll(log);
            assertEquals(Set.of(), lies, "in the log though the answer was that it never will be");
            assertEquals(Set.of("draining"), problems, "problems of the responses other than 200");
        }
    }

    /** Until the instance does not answer any more. */
    private static void send(EventSender caller, List<TestEvent> events, AtomicInteger next, Set<String> problems) {
        try {
            while (true) {
                EventSender.Answer answer = caller.offerPatiently(events.get(next.getAndIncrement()));
                if (answer.status() != 200) {
                    problems.add(answer.code());
                }
            }
        } catch (IOException gone) {
            // It has stopped, or stopped listening.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
