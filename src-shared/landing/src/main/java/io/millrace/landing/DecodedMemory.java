package io.millrace.landing;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The memory that a process gives to rows from decoding to commit, shared by all its streams: a stream whose events are
 * heavy merges them in smaller parts, or waits, and takes nothing away from the others for longer than a merge.
 */
public final class DecodedMemory {
    /** Of the heap: a merge takes about as much again for the columns that it writes. */
    private static final int SHARE_OF_HEAP = 6;
    private static final int SMALLEST_SHARE = 16;
    private static final long LARGEST_STEP = 1 << 20;

    private final long most;
    private final long smallest;
    private long size;
    private long free;
    /** Those that wait, in their order. */
    private final Deque<Object> waiting = new ArrayDeque<>();

    /**
     * @param most
     *            in bytes, as {@link io.millrace.contracts.record.DecodedWeight} counts them
     */
    public DecodedMemory(long most) {
        if (most < 1) {
            throw new IllegalArgumentException("the memory for decoded rows must be 1 byte or more, is " + most);
        }
        this.most = most;
        this.smallest = Math.max(1, most / SMALLEST_SHARE);
        this.size = most;
        this.free = most;
    }

    /** The default of this JVM, in bytes. */
    public static long shareOfHeap() {
        return Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP;
    }

    /** All of it; an event that is heavier fits nowhere. */
    long most() {
        return most;
    }

    /** Nothing at first. Used by one thread; it must not have another one. */
    Lease lease() {
        return new Lease();
    }

    /** Gives less from now on: the heap was too small for a merge of this size. Returns whether it gave the least already. */
    synchronized boolean shrink() {
        boolean least = size == smallest;
        resize(Math.max(smallest, size / 2));
        return least;
    }

    /** Gives a little more again, up to what it was made with. */
    synchronized void grow() {
        if (size < most) {
            resize(Math.min(most, size + smallest));
        }
    }

    private void resize(long next) {
        free += next - size;
        size = next;
        notifyAll();
    }

    private synchronized boolean tryTake(long bytes) {
        boolean taken = waiting.isEmpty() && bytes <= free;
        if (taken) {
            free -= bytes;
        }
        return taken;
    }

    /** More than there is now is given when nobody else has any. */
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

    /** What one merge has of the memory. */
    final class Lease implements AutoCloseable {
        private long held;
        private long used;
        private long peak;

        /** What is not used yet, in bytes. */
        long spare() {
            return held - used;
        }

        void use(long bytes) {
            used += bytes;
        }

        boolean isUsed() {
            return used > 0;
        }

        /** Whether it has all that there is, and nothing is used. */
        boolean isAll() {
            return used == 0 && held >= most;
        }

        /** Whether it ever had more than the memory shrinks to. */
        boolean wasLarge() {
            return peak > smallest;
        }

        /** Takes more, without waiting; false when there is none. */
        boolean grow() {
            long more = larger() - spare();
            boolean given = held + more <= most && tryTake(more);
            if (given) {
                held += more;
                peak = Math.max(peak, held);
            }
            return given;
        }

        /** Takes more and waits for it. Only while nothing is used: whoever waits must hold nothing that others wait for. */
        void await() throws InterruptedException {
            long wanted = Math.min(most, larger());
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
