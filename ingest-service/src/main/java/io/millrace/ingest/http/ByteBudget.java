package io.millrace.ingest.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory of all requests together: bytes of bodies from before they are read until their events are settled
 * in Kafka. Requests that do not fit are refused immediately and not queued. A part is reserved for small requests, so
 * that a few large ones do not block all others.
 */
public final class ByteBudget {
    /** Maximum size, in bytes, of a request that may use the reserved part. */
    public static final int SMALL = 65_536;
    /** An eighth is reserved for small requests. */
    private static final int KEPT_PART = 8;

    private final long limit;
    private final long limitOfLarge;
    private final AtomicLong used = new AtomicLong();

    /**
     * @param limit
     *            bytes
     * @param largest
     *            the largest request, in bytes; it always fits when there is no other
     */
    public ByteBudget(long limit, long largest) {
        this.limit = limit;
        this.limitOfLarge = Math.max(Math.min(limit, largest), limit - limit / KEPT_PART);
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

        /** Takes bytes; false when they are not available. */
        public synchronized boolean take(long bytes) {
            if (taken == CLOSED) {
                return false;
            }
            if (used.addAndGet(bytes) > (taken + bytes > SMALL ? limitOfLarge : limit)) {
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
