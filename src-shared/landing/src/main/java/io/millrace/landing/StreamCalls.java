package io.millrace.landing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

import io.millrace.contracts.schema.StreamName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs calls for streams one after the other, but does not wait for one that hangs: a storage that does not answer, as a network
 * file system can, must not hold up the other streams. Each call has a thread of its own, and is waited for as long as it makes
 * progress. A call that hangs keeps its thread and its lane until it returns, and its stream gets no other call until then. The
 * number of lanes bounds threads and memory: while a call hangs in each of them, no stream gets a call. The end of a call that
 * was given up is in the log.
 */
public final class StreamCalls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamCalls.class);

    private final String name;
    private final Duration patience;
    private final int lanes;
    private final Clock clock;
    private final Runnable waiting;
    private final Map<StreamName, CallThread<?>> running = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * @param name
     *            of the threads; the stream is appended
     * @param patience
     *            time without progress after which a call hangs
     * @param lanes
     *            number of calls at the same time, 2 or more: one that is waited for, and those that hang
     */
    public StreamCalls(String name, Duration patience, int lanes, Clock clock) {
        this(name, patience, lanes, clock, () -> {});
    }

    /**
     * The same with somebody who hears that the thread that waits for calls works.
     *
     * @param waiting
     *            called when a wait begins, and at least after each time of the patience
     */
    public StreamCalls(String name, Duration patience, int lanes, Clock clock, Runnable waiting) {
        this.waiting = waiting;
        this.name = name;
        this.patience = patience;
        this.lanes = lanes;
        this.clock = clock;
    }

    /**
     * A call.
     *
     * @param <T>
     *            what it returns
     */
    @FunctionalInterface
    public interface Call<T> {
        /**
         * Runs it.
         *
         * @param lane
         *            from 0, exclusive; no other call has it now
         */
        T run(int lane);
    }

    /** Tells that the call of this thread makes progress. Does nothing in a thread that runs no call. */
    public static void progress() {
        onProgress().run();
    }

    /** The same for the call of this thread, from whichever thread. */
    public static Runnable onProgress() {
        return Thread.currentThread() instanceof CallThread<?> call
                ? () -> call.progressNanos = System.nanoTime()
                : () -> {};
    }

    /**
     * Runs a call and waits for it while it makes progress.
     *
     * @return what it returns; what it throws is thrown
     * @throws StreamHangsException
     *             if it hangs, if an earlier one of the stream has not returned, or if a call hangs in each lane
     * @throws CancellationException
     *             if this was closed
     */
    public synchronized <T> T of(StreamName stream, Call<T> work) {
        if (closed) { // A lane that it took would never be free again.
            throw new CancellationException();
        }
        CallThread<?> before = running.get(stream);
        if (before != null) {
            throw before.hangs();
        }
        Set<Integer> taken = new TreeSet<>();
        running.values().forEach(call -> taken.add(call.lane));
        int lane = IntStream.range(0, lanes).filter(free -> !taken.contains(free)).findFirst()
                .orElseThrow(() -> StreamHangsException.noLane(stream, hanging()));
        CallThread<T> call = new CallThread<>(stream, lane, work);
        running.put(stream, call);
        if (closed) {
            call.result.cancel(false);
        } else {
            start(call);
        }
        return await(call);
    }

    /** Runs a call without a result; see {@link #of}. */
    public void run(StreamName stream, Runnable work) {
        var unused = of(stream, lane -> {
            work.run();
            return true;
        });
    }

    private void start(CallThread<?> call) {
        try {
            call.start();
        } catch (Throwable e) { // No thread could be started: the call never returns.
            running.remove(call.stream);
            throw e;
        }
    }

    private <T> T await(CallThread<T> call) {
        try {
            while (true) {
                waiting.run();
                long left = patience.toNanos() - (System.nanoTime() - call.progressNanos);
                if (left <= 0) {
                    call.givenUp = true;
                    if (!call.result.isDone()) {
                        throw call.hangs();
                    }
                }
                try {
                    return call.result.get(left, TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    continue; // It may have made progress.
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a call of stream " + call.stream, e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failed -> throw failed;
                case Error failed -> throw failed;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    /** The streams whose calls have not returned, by name. Between two calls these are the ones that hang. */
    public Set<StreamName> hanging() {
        return new TreeSet<>(running.keySet());
    }

    /** Waits for no call any more, and begins none. What runs ends with the process. */
    @Override
    public void close() {
        closed = true;
        running.values().forEach(call -> call.result.cancel(false));
    }

    /** The thread of a call. A daemon: one that hangs must not hold up the end of the process. */
    private final class CallThread<T> extends Thread {
        private final StreamName stream;
        private final int lane;
        private final Call<T> work;
        private final Instant since = clock.instant();
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private volatile long progressNanos = System.nanoTime();
        /** Whether the wait for the result has ended, unless the result came at the same time. */
        private volatile boolean givenUp;

        CallThread(StreamName stream, int lane, Call<T> work) {
            super(name + "-" + stream);
            this.stream = stream;
            this.lane = lane;
            this.work = work;
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                T returned = work.run(lane);
                running.remove(stream);
                result.complete(returned);
                if (givenUp) {
                    LOG.info("The call for stream {}, begun at {}, has returned", stream, since);
                }
            } catch (Throwable e) { // An Error too: it is thrown to the caller.
                running.remove(stream);
                result.completeExceptionally(e);
                if (givenUp) {
                    LOG.error("The call for stream {}, begun at {}, has failed after it was given up", stream, since,
                            e);
                }
            }
        }

        /** With the stack trace of this thread, which shows the call that does not return. */
        StreamHangsException hangs() {
            return StreamHangsException.since(stream, since, getStackTrace());
        }
    }
}
