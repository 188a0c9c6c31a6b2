package io.millrace.table.internal.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BoundedParallelIoTest {
    private static final List<Integer> INPUTS = IntStream.range(0, 50).boxed().toList();

    @Test
    void resultsAreInTheOrderOfTheInputsAndNoMoreCallsGoOnThanMay() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch three = new CountDownLatch(3);

        List<Integer> results = new BoundedParallelIo(3).each(INPUTS, input -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            three.countDown();
            await(three);
            now.decrementAndGet();
            return input * 2;
        });

        assertEquals(INPUTS.stream().map(input -> input * 2).toList(), results);
        assertEquals(3, most.get());
    }

    /** As when the system gives no more threads. */
    @Test
    void anErrorBeforeACallBeginsIsThrownAndNobodyWaitsForTheCall() {
        var none = new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            throw new OutOfMemoryError("unable to create native thread");
        });

        assertThrows(OutOfMemoryError.class, () -> new BoundedParallelIo(3, () -> none).each(INPUTS, input -> input));
    }

    /** More at once than there are threads for, and calls within calls. */
    @Test
    void moreCallsThanThreadsEndToo() throws Exception {
        BoundedParallelIo many = new BoundedParallelIo(100);
        List<Integer> inputs = IntStream.range(0, 300).boxed().toList();

        List<Integer> sums = many.each(inputs, input -> many.each(INPUTS, other -> input + other).getLast());

        assertEquals(inputs.stream().map(input -> input + INPUTS.getLast()).toList(), sums);
    }

    @Test
    void inTurnTheCallersOwnThreadCalls() throws Exception {
        Thread caller = Thread.currentThread();

        for (Thread calling : BoundedParallelIo.IN_TURN.each(INPUTS, input -> Thread.currentThread())) {
            assertSame(caller, calling);
        }
    }

    @Test
    void aFailureIsToldWhenNoCallGoesOnAnyMore() {
        AtomicInteger now = new AtomicInteger();
        CountDownLatch failed = new CountDownLatch(1);
        IOException failure = new IOException("no");

        IOException thrown = assertThrows(IOException.class, () -> new BoundedParallelIo(4).each(INPUTS, input -> {
            if (input == 0) {
                failed.countDown();
                throw failure;
            }
            now.incrementAndGet();
            await(failed);
            Thread.yield();
            now.decrementAndGet();
            return input;
        }));

        assertSame(failure, thrown);
        assertEquals(0, now.get());
    }

    @Test
    void errorsAndBugsStayWhatTheyAre() {
        BoundedParallelIo calls = new BoundedParallelIo(2);

        assertThrows(IllegalStateException.class, () -> calls.each(INPUTS, input -> {
            throw new IllegalStateException();
        }));
        assertThrows(AssertionError.class, () -> calls.each(INPUTS, input -> {
            throw new AssertionError();
        }));
    }

    @Test
    void whoIsInterruptedWhileHeWaitsIsToldSoAndStaysInterrupted() {
        CountDownLatch interrupted = new CountDownLatch(1);
        Thread caller = Thread.currentThread();

        assertThrows(InterruptedIOException.class, () -> new BoundedParallelIo(2).each(INPUTS, input -> {
            caller.interrupt();
            interrupted.countDown();
            return input;
        }));

        assertEquals(0, interrupted.getCount());
        assertTrue(Thread.interrupted());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
