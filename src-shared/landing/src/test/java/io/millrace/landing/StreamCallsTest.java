package io.millrace.landing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.millrace.contracts.schema.StreamName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamCallsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-01T10:00:00.5Z"), ZoneOffset.UTC);
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final StreamName SLOW = new StreamName("slow");
    private static final StreamName SLOW_TOO = new StreamName("slow-too");
    private static final StreamName OTHER = new StreamName("other");

    private final StreamCalls calls = new StreamCalls("test", Duration.ofSeconds(1), 3, CLOCK);
    private final CountDownLatch storage = new CountDownLatch(1);

    @AfterEach
    void answer() {
        storage.countDown();
    }

    private int hang(int lane) {
        try {
            storage.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return lane;
    }

    @Test
    void aCallThatHangsConcernsItsStreamAloneAndIsNotRepeatedMeanwhile() {
        StreamHangsException hangs = assertThrows(StreamHangsException.class, () -> calls.of(SLOW, this::hang));
        assertEquals("A call for stream slow, begun at 2026-11-01T10:00:00Z, has not returned; the other streams go on"
                + " without it. Check that the storage of its tables answers; the stream goes on when it does",
                hangs.getMessage());
        assertTrue(Arrays.stream(hangs.getStackTrace()).anyMatch(frame -> frame.getMethodName().equals("hang")),
                "the stack trace does not show the call");
        assertThrows(StreamHangsException.class, () -> calls.of(SLOW, lane -> fail("two calls at once")));
        assertEquals("read", calls.of(OTHER, lane -> "read"));
        assertEquals(Set.of(SLOW), calls.hanging());

        storage.countDown();

        await("a call after the storage answers").ignoreException(StreamHangsException.class)
                .until(() -> calls.of(SLOW, lane -> "read again").equals("read again"));
        assertEquals(Set.of(), calls.hanging());
    }

    @Test
    void callsThatHangKeepTheirLanesAndWhenAllAreTakenTheReasonNamesTheirStreams() {
        assertThrows(StreamHangsException.class, () -> calls.of(SLOW, this::hang));
        assertThrows(StreamHangsException.class, () -> calls.of(SLOW_TOO, this::hang));
        assertEquals(Integer.valueOf(2), calls.<Integer>of(OTHER, lane -> lane));
        assertThrows(StreamHangsException.class, () -> calls.of(OTHER, this::hang));

        assertEquals("Stream fourth waits, because calls for too many other streams have not returned: other, slow,"
                + " slow-too. Check that the storage of their tables answers, or restart the service",
                assertThrows(StreamHangsException.class,
                        () -> calls.of(new StreamName("fourth"), lane -> fail("more calls than lanes")))
                        .getMessage());

        storage.countDown();
        await("free lanes").until(() -> calls.hanging().isEmpty());
        assertEquals(Integer.valueOf(0), calls.<Integer>of(OTHER, lane -> lane));
    }

    @Test
    void aCallThatMakesProgressIsWaitedForHoweverLongItTakes() {
        AtomicInteger parts = new AtomicInteger();

        assertEquals(Integer.valueOf(15), calls.<Integer>of(SLOW, lane -> {
            while (parts.incrementAndGet() < 15) {
                StreamCalls.progress();
                pause(Duration.ofMillis(100));
            }
            return parts.get();
        }));
    }

    @Test
    void progressThatAnotherThreadReportsCounts() {
        assertEquals("read", calls.of(SLOW, lane -> {
            Runnable progress = StreamCalls.onProgress();
            Thread other = Thread.startVirtualThread(() -> {
                for (int part = 0; part < 15; part++) {
                    pause(Duration.ofMillis(100));
                    progress.run();
                }
            });
            join(other);
            return "read";
        }));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whatACallThrowsIsThrown() {
        assertThrows(OutOfMemoryError.class, () -> new StreamCalls("test", LONG, 2, CLOCK).of(SLOW, lane -> {
            throw new OutOfMemoryError("as planned");
        }));
    }

    @Test
    void closingEndsTheWaitAndNoCallBeginsAfterwards() throws Exception {
        StreamCalls patient = new StreamCalls("test", LONG, 2, CLOCK);
        CompletableFuture<Integer> waiting = CompletableFuture.supplyAsync(() -> patient.of(SLOW, this::hang));
        await("the call").until(() -> patient.hanging().equals(Set.of(SLOW)));

        patient.close();

        assertTrue(assertThrows(CompletionException.class, waiting::join).getCause() instanceof CancellationException);
        for (String stream : List.of("other", "more", "than", "lanes")) {
            assertThrows(CancellationException.class,
                    () -> patient.of(new StreamName(stream), lane -> fail("a call after the end")));
        }
        assertEquals(Set.of(SLOW), patient.hanging());
        assertEquals(List.of(true), Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("test-" + SLOW)).map(Thread::isDaemon).distinct().toList());
    }
}
