package io.millrace.stream.consume;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.millrace.contracts.schema.StreamName;

/**
 * Reads tables for a limited time, one read of a stream at a time: a storage that hangs, as a network file system can, must not
 * make the lag of the other streams unknown. Used by one thread.
 *
 * @param <T>
 *            what is read
 */
final class TableReads<T> {
    private final Duration longest;
    private final Map<StreamName, CompletableFuture<T>> running = new HashMap<>();

    /**
     * @param longest
     *            time for which a read is waited for
     */
    TableReads(Duration longest) {
        this.longest = longest;
    }

    /**
     * What is read.
     *
     * @throws TableHangsException
     *             if the read has not returned in time, or an earlier one of this stream has not yet
     */
    T of(StreamName stream, Supplier<T> read) throws InterruptedException {
        CompletableFuture<T> before = running.get(stream);
        if (before != null && !before.isDone()) {
            throw new TableHangsException(stream);
        }
        CompletableFuture<T> now = new CompletableFuture<>();
        running.put(stream, now);
        Thread.ofPlatform().daemon().name("lag-" + stream).start(() -> {
            try {
                now.complete(read.get());
            } catch (Throwable e) { // Also an Error: it is thrown to the caller.
                now.completeExceptionally(e);
            }
        });
        try {
            return now.get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new TableHangsException(stream);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failed -> throw failed;
                case Error failed -> throw failed;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    /** Forgets the streams that are not among these. */
    void retain(Set<StreamName> streams) {
        running.keySet().retainAll(streams);
    }
}
