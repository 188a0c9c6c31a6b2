package io.millrace.systemtests.pipeline;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.millrace.devstack.BrokerOutage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers to one caller while Kafka is unavailable: correct, and without delay after the first. */
@Tag("process")
@OnRunningSystem
class GatewayOutageTest {
    private static final int ANSWERS = 300;
    private static final Duration UNTIL_BACK = Duration.ofSeconds(60);

    private final RunningSystem system;

    GatewayOutageTest(RunningSystem system) {
        this.system = system;
    }

    @ParameterizedTest
    @EnumSource
    void answersAreCorrectAndWithoutDelayWhileKafkaIsUnavailable(BrokerOutage absence) throws Exception {
        // given
        TestStream stream = system.newStream("outage");
        EventSender caller = new EventSender(system.gatewayUrl(), stream);
        List<TestEvent> events = TestEvent.numbered(0, 2 * ANSWERS + 1_000);
        int next = 0;
        while (next < 10) {
            assertEquals(200, caller.offerPatiently(events.get(next++)).status());
        }
        List<EventSender.Answer> away = new ArrayList<>();
        // when
        absence.begin(system.stack());
        try {
            while (away.size() < ANSWERS) {
                EventSender.Answer answer = caller.offer(events.get(next++));
                if (answer.status() != 200 || !away.isEmpty()) {
                    away.add(answer);
                }
            }
        } finally {
            absence.end(system.stack());
        }
        // then the first may have been sent before the outage was known, and no other
        for (EventSender.Answer answer : away) {
            assertTrue(answer.saysWhenToRetry(), answer::toString);
        }
        assertEquals(Set.of("kafka-unavailable"), codes(away.subList(1, away.size())));
        assertTrue(Set.of("ack-timeout", "kafka-unavailable").contains(away.getFirst().code()), away::toString);
        // when
        TestEvent first = events.get(next);
        await("events are stored again").atMost(UNTIL_BACK).until(() -> offerAgain(caller, first));
        // then
        Set<String> log = TopicIds.of(system.stack().bootstrapServers(), stream.name().topic());
        assertTrue(log.containsAll(caller.stored()), "every event that was answered with 200 is in the log");
        caller.notStored().removeAll(caller.stored());
        caller.notStored().retainAll(log);
        assertEquals(Set.of(), caller.notStored(), "in the log though the answer was that it never will be");
    }

    private static boolean offerAgain(EventSender caller, TestEvent event) {
        try {
            return caller.offerPatiently(event).status() == 200;
        } catch (IOException e) {
            throw new IllegalStateException("The gateway is gone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> codes(List<EventSender.Answer> answers) {
        Set<String> codes = new HashSet<>();
        answers.forEach(answer -> codes.add(answer.code()));
        return codes;
    }
}
