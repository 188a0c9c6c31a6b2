package io.millrace.table.internal.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Runs calls to a storage: one after the other on a file system, where a call costs no more than the work that it does, and
 * several at the same time where each call waits for a network.
 */
public final class BoundedParallelIo {
    /** Runs calls one after the other in the thread of the caller. */
    public static final BoundedParallelIo IN_TURN = new BoundedParallelIo(1);

    private final int atOnce;
    private final Supplier<ExecutorService> threads;

    /**
     * @param atOnce
     *            upper limit of the calls that run at the same time, 1 or more
     */
    public BoundedParallelIo(int atOnce) {
        this(atOnce, Threads::pool);
    }

    public BoundedParallelIo(int atOnce, Supplier<ExecutorService> threads) {
        this.atOnce = atOnce;
        this.threads = threads;
    }

    /** A call without input. */
    public interface Call<R> {
        R call() throws IOException;
    }

    /** A call with an input. */
    public interface CallFor<T, R> {
        R call(T input) throws IOException;
    }

    /**
     * Threads of all tables of the process. They are started when no thread is idle, and end after some time without calls; when
     * all are busy the caller runs its call itself.
     */
    private static final class Threads {
        private static final int MOST = 64;
        private static final int IDLE_SECONDS = 30;
        private static @Nullable ExecutorService pool;

        /** Created on first use, and so not by the builder of a native image. */
        static synchronized ExecutorService pool() {
            ExecutorService made = pool;
            if (made == null) {
                made = new ThreadPoolExecutor(0, MOST, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(),
                        task -> {
                            Thread thread = new Thread(task, "table-storage");
                            thread.setDaemon(true);
                            return thread;
                        }, new ThreadPoolExecutor.CallerRunsPolicy());
                pool = made;
            }
            return made;
        }
    }

    public int atOnce() {
        return atOnce;
    }

    /** The same calls with a lower limit. */
    public BoundedParallelIo atMost(int calls) {
        return new BoundedParallelIo(Math.min(atOnce, calls), threads);
    }

    /**
     * Runs a call for each input.
     *
     * @return the results, in the order of the inputs
     * @throws IOException
     *             of a call that failed; no call is running then
     */
    public <T, R> List<R> each(List<T> inputs, CallFor<T, R> call) throws IOException {
        try (PendingCalls<R> begun = begin()) {
            for (T input : inputs) {
                begun.add(() -> call.call(input));
            }
            return begun.results();
        }
    }

    /** Starts without a call. */
    public <R> PendingCalls<R> begin() {
        return new PendingCalls<>(atOnce, threads);
    }

    /** Calls that may still be running. Used by one thread. After it is closed no call is running. */
    public static final class PendingCalls<R> implements AutoCloseable {
        private final int atOnce;
        private final Supplier<ExecutorService> threads;
        private final Semaphore permits;
        private final List<Future<R>> calls = new ArrayList<>();

        private PendingCalls(int atOnce, Supplier<ExecutorService> threads) {
            this.atOnce = atOnce;
            this.threads = threads;
            this.permits = new Semaphore(atOnce);
        }

        /**
         * Starts a call; waits first while the limit of running calls is reached.
         *
         * @throws IOException
         *             of this call, when calls run one after the other
         */
        public void add(Call<R> call) throws IOException {
            if (atOnce == 1) {
                calls.add(CompletableFuture.completedFuture(call.call()));
                return;
            }
            try {
                permits.acquire();
            } catch (InterruptedException e) {
                throw interrupted();
            }
            Future<R> begun;
            try {
                begun = threads.get().submit(() -> {
                    try {
                        return call.call();
                    } finally {
                        permits.release();
                    }
                });
            } catch (Throwable e) { // No thread could be started: the call never ends, and close() would wait for it.
                permits.release();
                throw e;
            }
            calls.add(begun);
        }

        /**
         * Waits for all calls.
         *
         * @return the results, in the order in which the calls were started
         * @throws IOException
         *             of the first call that failed
         */
        public List<R> results() throws IOException {
            List<R> results = new ArrayList<>(calls.size());
            for (Future<R> call : calls) {
                try {
                    results.add(call.get());
                } catch (InterruptedException e) {
                    throw interrupted();
                } catch (ExecutionException e) {
                    switch (e.getCause()) {
                        case IOException failure -> throw failure;
                        case RuntimeException failure -> throw failure;
                        case Error failure -> throw failure;
                        case null, default -> throw new IOException(e);
                    }
                }
            }
            return results;
        }

        private static InterruptedIOException interrupted() {
            Thread.currentThread().interrupt();
            return new InterruptedIOException("interrupted while waiting for the storage");
        }

        @Override
        public void close() {
            permits.acquireUninterruptibly(atOnce);
        }
    }
}
