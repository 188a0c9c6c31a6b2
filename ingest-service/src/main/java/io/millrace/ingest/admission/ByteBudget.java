package io.millrace.ingest.admission;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory of all requests together: bytes of bodies from before they are read until their events are settled
 * in Kafka. What does not fit is refused at once instead of being queued.
 */
public final class ByteBudget {
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    /**
     * @param limit
     *            bytes
     */
    public ByteBudget(long limit) {
        this.limit = limit;
    }

    /** An empty share. Closing it gives back all that was taken by it. */
    public Share open() {
        return new Share();
    }

    /** Bytes taken now. */
    public long used() {
        return used.get();
    }

    /** The part of the budget that one request holds. Safe to use from any thread; closing twice is closing once. */
    public final class Share implements AutoCloseable {
        private static final long CLOSED = -1;
        private long taken;

        private Share() {}

        /** Takes bytes when there are so many left. */
        public synchronized boolean take(long bytes) {
            if (taken == CLOSED) {
                return false;
            }
            if (used.addAndGet(bytes) > limit) {
                used.addAndGet(-bytes);
                return false;
            }
            taken += bytes;
            return true;
        }

        @Override
        public synchronized void close() {
            if (taken != CLOSED) {
                used.addAndGet(-taken);
                taken = CLOSED;
            }
        }
    }
}
