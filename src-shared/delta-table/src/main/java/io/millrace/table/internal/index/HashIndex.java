package io.millrace.table.internal.index;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A set of (hash, file) pairs in little more than eight bytes for a pair, with a look-up that touches two or three cache lines
 * at any size.
 *
 * <p>
 * The upper 18 bits of a hash choose a bucket, a short sorted array; fewer bits where little memory is to be used. An entry
 * of a bucket is the next 44 bits of the hash and the number of a file, so that 62 of the 64 bits decide: of 20,000 look-ups
 * in 10 million keys one in twenty million is a false hit. Hashes are evenly spread, so the position of an entry in its
 * bucket follows from its value. Without an entry it has no buckets.
 */
final class HashIndex {
    /** Numbers of files are below this. */
    static final int MAX_FILES = 1 << 20;

    private static final int MOST_BUCKET_BITS = 18;
    private static final int FEWEST_BUCKET_BITS = 8;
    /** Empty buckets take at most this part of the memory. */
    private static final int PART_OF_BUCKETS = 8;
    private static final int STRIPE_BITS = 3;
    private static final int STRIPES = 1 << STRIPE_BITS;
    private static final long FILE_MASK = MAX_FILES - 1L;
    /** Header, reference and length of a bucket, in bytes. */
    private static final int BUCKET_OVERHEAD = 24;
    private static final int SMALLEST = 4;
    private static final int SLACK_SHIFT = 2;
    /** Half of it, which is what buckets that grow one by one have on average. */
    private static final int BULK_SLACK_SHIFT = 3;
    /** Number of hashes whose buckets are read in advance. */
    private static final int AHEAD = 64;
    private static final long[] NOTHING = {};

    private final int bucketBits;
    private long[][] buckets = {};
    private int[] sizes = {};
    /** Keeps the compiler from removing {@link #fetchAhead}. */
    @SuppressWarnings("UnusedVariable")
    private long fetched;
    private long capacity;
    private long size;

    /** Takes each file in which a hash was found. */
    interface Sink {
        void found(int place, int file);
    }

    /**
     * @param budgetBytes
     *            the memory that it is to take at most, in bytes
     */
    HashIndex(long budgetBytes) {
        long wanted = budgetBytes / PART_OF_BUCKETS / BUCKET_OVERHEAD;
        int bits = Long.SIZE - 1 - Long.numberOfLeadingZeros(Math.max(1, wanted));
        this.bucketBits = Math.clamp(bits, FEWEST_BUCKET_BITS, MOST_BUCKET_BITS);
    }

    private void makeBuckets() {
        if (buckets.length == 0) {
            buckets = new long[1 << bucketBits][];
            sizes = new int[1 << bucketBits];
            Arrays.fill(buckets, NOTHING);
        }
    }

    /** Adds the hashes of the keys of a file. */
    void add(int file, long[] hashes) {
        makeBuckets();
        for (int i = 0; i < hashes.length; i++) {
            fetchAhead(hashes, i);
            capacity += insert(bucket(hashes[i]), low(hashes[i]) | file);
        }
        size += hashes.length;
    }

    /**
     * Reads the buckets of the next hashes in advance: memory serves many independent reads at once, while a look-up would wait
     * for each of them.
     */
    private void fetchAhead(long[] hashes, int at) {
        if (at % AHEAD == 0) {
            long sum = 0;
            for (int i = at; i < Math.min(at + AHEAD, hashes.length); i++) {
                int bucket = bucket(hashes[i]);
                int guess = guess(low(hashes[i]), sizes[bucket]);
                long[] entries = buckets[bucket];
                sum += guess < entries.length ? entries[guess] : 0;
            }
            fetched = sum;
        }
    }

    /**
     * Adds the hashes of the keys of many files. Each of several threads takes a stripe of the buckets and sorts its hashes by
     * bucket, so that every bucket is visited once and grows once.
     */
    void add(int[] files, List<long[]> hashes) {
        makeBuckets();
        capacity += IntStream.range(0, STRIPES).parallel().mapToLong(stripe -> insert(stripe, files, hashes)).sum();
        hashes.forEach(some -> size += some.length);
    }

    private long insert(int stripe, int[] files, List<long[]> hashes) {
        int first = stripe << bucketBits - STRIPE_BITS;
        int[] until = new int[(1 << bucketBits - STRIPE_BITS) + 1];
        for (long[] some : hashes) {
            for (long hash : some) {
                if (stripe(hash) == stripe) {
                    until[bucket(hash) - first + 1]++;
                }
            }
        }
        for (int i = 1; i < until.length; i++) {
            until[i] += until[i - 1];
        }
        long[] entries = new long[until[until.length - 1]];
        for (int i = 0; i < files.length; i++) {
            for (long hash : hashes.get(i)) {
                if (stripe(hash) == stripe) {
                    entries[until[bucket(hash) - first]++] = low(hash) | files[i];
                }
            }
        }
        long growth = 0;
        for (int bucket = 0, from = 0; bucket < until.length - 1; from = until[bucket++]) {
            growth += insert(first + bucket, entries, from, until[bucket]);
        }
        return growth;
    }

    private long insert(int bucket, long[] entries, int from, int until) {
        int needed = sizes[bucket] + until - from;
        long growth = needed > buckets[bucket].length ? resize(bucket, needed + (needed >> BULK_SLACK_SHIFT)) : 0;
        for (int i = from; i < until; i++) {
            growth += insert(bucket, entries[i]);
        }
        return growth;
    }

    private static int stripe(long hash) {
        return (int) (hash >>> (Long.SIZE - STRIPE_BITS));
    }

    private int bucket(long hash) {
        return (int) (hash >>> (Long.SIZE - bucketBits));
    }

    /** Looks up hashes; each file found is reported with the index of the hash, from 0. */
    void find(long[] hashes, Sink sink) {
        if (buckets.length == 0) {
            return;
        }
        for (int place = 0; place < hashes.length; place++) {
            fetchAhead(hashes, place);
            int bucket = bucket(hashes[place]);
            long[] entries = buckets[bucket];
            int count = sizes[bucket];
            long low = low(hashes[place]);
            for (int at = lowerBound(entries, count, low); at < count && (entries[at] & ~FILE_MASK) == low; at++) {
                sink.found(place, (int) (entries[at] & FILE_MASK));
            }
        }
    }

    /** Removes the entries of files that are not to be kept. */
    void sweep(java.util.function.IntPredicate kept) {
        for (int bucket = 0; bucket < buckets.length; bucket++) {
            long[] entries = buckets[bucket];
            int left = 0;
            for (int i = 0; i < sizes[bucket]; i++) {
                if (kept.test((int) (entries[i] & FILE_MASK))) {
                    entries[left++] = entries[i];
                }
            }
            size -= sizes[bucket] - left;
            sizes[bucket] = left;
            capacity += resize(bucket, left + (left >> SLACK_SHIFT));
        }
    }

    /** Number of entries. */
    long size() {
        return size;
    }

    /** Memory used, in bytes. */
    long bytes() {
        return capacity * Long.BYTES + (long) buckets.length * BUCKET_OVERHEAD;
    }

    /** Returns the number of entries for which room was added. */
    private int insert(int bucket, long entry) {
        int growth = 0;
        int count = sizes[bucket];
        if (count == buckets[bucket].length) {
            growth = resize(bucket, count + Math.max(SMALLEST, count >> SLACK_SHIFT));
        }
        long[] entries = buckets[bucket];
        int at = lowerBound(entries, count, entry);
        System.arraycopy(entries, at, entries, at + 1, count - at);
        entries[at] = entry;
        sizes[bucket] = count + 1;
        return growth;
    }

    private int resize(int bucket, int to) {
        int growth = to - buckets[bucket].length;
        buckets[bucket] = Arrays.copyOf(buckets[bucket], to);
        return growth;
    }

    /** The bits of a hash that are in an entry, above those of the file. */
    private long low(long hash) {
        return hash << bucketBits & ~FILE_MASK;
    }

    /** The expected position of an entry in its bucket: hashes are evenly spread. */
    private static int guess(long wanted, int count) {
        return (int) Math.unsignedMultiplyHigh(wanted, count);
    }

    /** Position of the first entry that is not below the wanted entry: estimated from its value, then searched from there. */
    private static int lowerBound(long[] entries, int count, long wanted) {
        int at = guess(wanted, count);
        while (at < count && Long.compareUnsigned(entries[at], wanted) < 0) {
            at++;
        }
        while (at > 0 && Long.compareUnsigned(entries[at - 1], wanted) >= 0) {
            at--;
        }
        return at;
    }
}
