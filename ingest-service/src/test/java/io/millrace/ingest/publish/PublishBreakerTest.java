package io.millrace.ingest.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

import io.millrace.ingest.outcome.BatchOutcome;
import io.millrace.ingest.outcome.EventOutcome;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class PublishBreakerTest {
    private static final BatchOutcome STORED = new BatchOutcome.AllStored(List.of(new EventOutcome.Stored(0, 1)));
    private static final BatchOutcome IN_DOUBT = new BatchOutcome.InDoubt(List.of(new EventOutcome.Unknown()), "late");
    private static final Duration DELAY = Duration.ofMillis(100);

    private final AtomicLong nanoTime = new AtomicLong();
    private final PublishBreaker breaker = new PublishBreaker(3, DELAY, Runnable::run, nanoTime::get);
    private int attempts;

    @Test
    void failuresInARowOpenItAndASuccessBetweenThemDoesNot() {
        failing(new TimeoutException("late"), 2);
        assertEquals(STORED, run(CompletableFuture.completedFuture(STORED)));
        failing(new TimeoutException("late"), 2);
        assertEquals(0, breaker.level());

        failing(new TimeoutException("late"), 1);

        assertEquals(2, breaker.level());
        assertTrue(breaker.turnsAway());
    }

    @Test
    void whileItIsOpenNothingIsAttempted() {
        failing(new TimeoutException("late"), 3);
        int before = attempts;

        BatchOutcome answer = run(CompletableFuture.completedFuture(STORED));

        assertInstanceOf(BatchOutcome.NoneStored.class, answer);
        assertEquals(before, attempts);
    }

    @Test
    void probeThatIsStoredClosesIt() {
        failing(new TimeoutException("late"), 3);
        awaitProbe();

        assertEquals(STORED, run(CompletableFuture.completedFuture(STORED)));

        assertEquals(0, breaker.level());
    }

    @Test
    void probeThatFailsOpensItAgain() {
        failing(new TimeoutException("late"), 3);
        awaitProbe();

        failing(new TimeoutException("late"), 1);

        assertEquals(2, breaker.level());
        assertTrue(breaker.turnsAway());
    }

    /** It was sent to a Kafka that has come back meanwhile. */
    @Test
    void failureOfABatchFromBeforeItOpenedIsNotTakenForAProbe() {
        CompletableFuture<BatchOutcome> early = new CompletableFuture<>();
        CompletionStage<BatchOutcome> answer = breaker.guard(() -> early);
        failing(new TimeoutException("late"), 3);
        awaitProbe();

        early.completeExceptionally(new PublishFailedException(IN_DOUBT, new TimeoutException("late"), true));

        assertEquals(IN_DOUBT, answer.toCompletableFuture().join());
        assertFalse(breaker.turnsAway());
        assertEquals(STORED, run(CompletableFuture.completedFuture(STORED)));
        assertEquals(0, breaker.level());
    }

    @Test
    void topicThatIsMissingSaysNothingAboutKafka() {
        failing(new TimeoutException("not in metadata", new UnknownTopicOrPartitionException()), 10);

        assertEquals(0, breaker.level());
        assertFalse(breaker.turnsAway());
    }

    @Test
    void fullBufferOfThisServiceSaysNothingAboutKafka() {
        failing(new BufferExhaustedException("no room"), 10);

        assertEquals(0, breaker.level());
        assertFalse(breaker.turnsAway());
    }

    @Test
    void batchThatWasNotWaitedForLongEnoughSaysNothingWhileKafkaAcknowledgesOthers() {
        for (int i = 0; i < 10; i++) {
            run(CompletableFuture.failedFuture(new PublishFailedException(IN_DOUBT, null, false, true)));
        }

        assertEquals(0, breaker.level());
    }

    @Test
    void oneBatchOpensItWhenKafkaIsSilent() {
        run(CompletableFuture.failedFuture(new PublishFailedException(IN_DOUBT, null, true)));

        assertEquals(2, breaker.level());
    }

    @Test
    void noCallerProbesAKafkaThatDoesNotAnswer() {
        List<Runnable> waiting = new ArrayList<>();
        PublishBreaker patient = new PublishBreaker(1, Duration.ofMillis(1), waiting::add, nanoTime::get);
        patient.guard(() -> CompletableFuture.failedFuture(new PublishFailedException(IN_DOUBT, null, true)));
        nanoTime.addAndGet(Duration.ofDays(1).toNanos());

        assertTrue(patient.turnsAway());
        assertInstanceOf(BatchOutcome.NoneStored.class, patient.guard(() -> {
            throw new AssertionError("attempted");
        }).toCompletableFuture().join());
        waiting.removeFirst().run();
        assertFalse(patient.turnsAway());
        patient.guard(() -> CompletableFuture.completedFuture(STORED)).toCompletableFuture().join();
        assertEquals(0, patient.level());
    }

    @Test
    void oneProbeAtATimeIsLetThrough() {
        failing(new TimeoutException("late"), 3);
        awaitProbe();
        CompletableFuture<BatchOutcome> probe = new CompletableFuture<>();
        CompletionStage<BatchOutcome> answer = breaker.guard(() -> probe);
        int before = attempts;

        assertInstanceOf(BatchOutcome.NoneStored.class, run(CompletableFuture.completedFuture(STORED)));

        assertEquals(before, attempts);
        probe.complete(STORED);
        assertEquals(STORED, answer.toCompletableFuture().join());
        assertEquals(0, breaker.level());
    }

    /** A topic that is missing is no failure of Kafka: the probe got an answer from it. */
    @Test
    void probeThatFailsForAnotherReasonThanKafkaClosesIt() {
        failing(new TimeoutException("late"), 3);
        awaitProbe();

        failing(new TimeoutException("not in metadata", new UnknownTopicOrPartitionException()), 1);

        assertEquals(0, breaker.level());
    }

    private void awaitProbe() {
        assertTrue(breaker.turnsAway());
        nanoTime.addAndGet(DELAY.toNanos());
        assertFalse(breaker.turnsAway());
    }

    private void failing(Exception cause, int times) {
        for (int i = 0; i < times; i++) {
            assertEquals(IN_DOUBT,
                    run(CompletableFuture.failedFuture(new PublishFailedException(IN_DOUBT, cause, false))));
        }
    }

    private BatchOutcome run(CompletionStage<BatchOutcome> outcome) {
        return breaker.guard(() -> {
            attempts++;
            return outcome;
        }).toCompletableFuture().join();
    }
}
