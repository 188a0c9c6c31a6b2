package io.millrace.contracts.slo;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Counts how often one objective of a stream was judged and missed. Any thread may count.
 */
public final class SloCounts {
    private static final double MICROS_PER_SECOND = 1e6;

    private final Slo slo;
    private final Supplier<SloTargets> targets;
    private final LongAdder judged = new LongAdder();
    private final LongAdder missed = new LongAdder();

    /**
     * @param targets
     *            the targets of the contract that is in use
     */
    public SloCounts(Slo slo, Supplier<SloTargets> targets) {
        this.slo = slo;
        this.targets = targets;
    }

    /** The objective. */
    public Slo slo() {
        return slo;
    }

    /** Its target now. */
    public SloTarget target() {
        return targets.get().of(slo);
    }

    /** Where its target comes from, as the number of the {@link SloSource}. */
    public double source() {
        return targets.get().sourceOf(slo).ordinal();
    }

    /** Judges a value by the threshold: it is missed above it. A value that is not known, NaN, is not judged. */
    public void judge(double value) {
        if (!Double.isNaN(value)) {
            count(1, value > target().threshold() ? 1 : 0);
        }
    }

    /**
     * Judges the ages of rows by the threshold, in seconds.
     *
     * @param arrivedAtMicros
     *            when their events arrived, in microseconds since the epoch
     * @param nowMicros
     *            when the rows are visible
     */
    public void judgeAges(long[] arrivedAtMicros, long nowMicros) {
        double threshold = target().threshold() * MICROS_PER_SECOND;
        long late = 0;
        for (long arrivedAt : arrivedAtMicros) {
            late += nowMicros - arrivedAt > threshold ? 1 : 0;
        }
        count(arrivedAtMicros.length, late);
    }

    /** Counts some that were judged elsewhere, and those among them that missed the objective. */
    public void count(long all, long bad) {
        judged.add(all);
        missed.add(bad);
    }

    /** Replaces the counts by sums that are kept elsewhere. Used by one thread, which uses no other method to count. */
    public void become(long all, long bad) {
        count(all - judged.sum(), bad - missed.sum());
    }

    /** How many were judged. */
    public double judged() {
        return judged.sum();
    }

    /** How many of them missed the objective. */
    public double missed() {
        return missed.sum();
    }
}
