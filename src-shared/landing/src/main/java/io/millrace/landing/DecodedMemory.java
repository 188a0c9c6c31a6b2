package io.millrace.landing;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The memory of a process for events between decoding and commit, shared by all its streams. A stream with heavy events merges
 * them in smaller parts, or waits. A micro-batch holds its memory from its first event to its commit.
 */
public final class DecodedMemory {
    /** Divisor of the heap: a merge needs about as much again for growing columns and for the pages of the files it writes. */
    private static final int SHARE_OF_HEAP = 6;
    /** No vector of a batch comes near the 2 GB that an array can have. */
    private static final long LARGEST_BATCH = 1 << 30;
    private static final int SMALLEST_SHARE = 16;
    private static final long LARGEST_STEP = 1 << 20;

    private final long most;
    private final long largestLease;
    private final long smallest;
    private final RestingColumns resting;
    private long size;
    private long free;
    /** The leases that wait, in their order. */
    private final Deque<Object> waiting = new ArrayDeque<>();

    /**
     * @param most
     *            in bytes, as {@link io.millrace.landing.decode.ColumnDecoder} counts them
     */
    public DecodedMemory(long most) {
        this(most, most);
    }

    /**
     * @param most
     *            in bytes, as {@link io.millrace.landing.decode.ColumnDecoder} counts them
     * @param largest
     *            the memory that a single heavy event can have, {@code most} or more
     */
    public DecodedMemory(long most, long largest) {
        if (most < 1) {
            throw new IllegalArgumentException("the memory for decoded events must be 1 byte or more, is " + most);
        }
        this.most = most;
        this.largestLease = Math.min(largest, LARGEST_BATCH);
        this.smallest = Math.max(1, most / SMALLEST_SHARE);
        this.resting = new RestingColumns(most / 2);
        this.size = most;
        this.free = most;
    }

    /** The default of this JVM, in bytes. */
    public static long shareOfHeap() {
        return Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP;
    }

    /** The memory that one merge can have; a heavier event can never be decoded. */
    long largestLease() {
        return largestLease;
    }

    /** The columns of streams that do not merge now. */
    RestingColumns resting() {
        return resting;
    }

    /** An empty lease. A thread must not hold more than one. */
    Lease lease() {
        return new Lease();
    }

    /** Halves the memory, because the heap was too small for a merge. Returns whether it was already at its minimum. */
    synchronized boolean shrink() {
        resting.giveBack();
        boolean least = size == smallest;
        resize(Math.max(smallest, size / 2));
        return least;
    }

    /** Increases the memory by a step, up to its original size. */
    synchronized void grow() {
        if (size < most) {
            resize(Math.min(most, size + smallest));
        }
    }

    /** Whether a merge waits for memory that others hold. */
    synchronized boolean isWanted() {
        return !waiting.isEmpty();
    }

    private void resize(long next) {
        free += next - size;
        size = next;
        notifyAll();
    }

    /** Leaves a share to leases that begin, unless this one does: the merge of another stream may never return its memory. */
    private synchronized boolean tryTake(long bytes, boolean begins) {
        long others = begins ? 0 : size / SMALLEST_SHARE;
        boolean taken = waiting.isEmpty() && bytes <= free - others;
        if (taken) {
            free -= bytes;
        }
        return taken;
    }

    /** Grants more than the current size if no other lease has any. */
    private synchronized void take(long bytes) throws InterruptedException {
        Object ticket = new Object();
        waiting.add(ticket);
        try {
            while (waiting.peek() != ticket || free < Math.min(bytes, size)) {
                wait();
            }
            free -= bytes;
        } finally {
            waiting.remove(ticket);
            notifyAll();
        }
    }

    private synchronized void giveBack(long bytes) {
        free += bytes;
        notifyAll();
    }

    /** The part of the memory that one merge holds. */
    final class Lease implements AutoCloseable {
        private long held;
        private long used;
        private long peak;

        /** The unused bytes. */
        long spare() {
            return held - used;
        }

        void use(long bytes) {
            used += bytes;
        }

        /** Whether it holds as much as a lease can, unused. */
        boolean isAll() {
            return used == 0 && held >= largestLease;
        }

        /** Whether it ever held more than the minimum of the memory. */
        boolean wasLarge() {
            return peak > smallest;
        }

        /** Takes more memory without waiting; false when there is none. */
        boolean grow() {
            long more = larger() - spare();
            boolean given = held + more <= largestLease && tryTake(more, held == 0);
            if (given) {
                held += more;
                peak = Math.max(peak, held);
            }
            return given;
        }

        /** Waits for more memory. Allowed only while none is used: a waiting lease must not hold memory that others wait for. */
        void await() throws InterruptedException {
            long wanted = Math.min(largestLease, larger());
            close();
            take(wanted);
            held = wanted;
            peak = Math.max(peak, held);
        }

        private long larger() {
            return Math.max(Math.min(LARGEST_STEP, smallest), 2 * spare());
        }

        @Override
        public void close() {
            giveBack(held);
            held = 0;
            used = 0;
        }
    }
}
