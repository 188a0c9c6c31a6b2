package io.millrace.bench.chaos.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The order of strikes, which follows from the seed: all of them in a random order, then all again in another. */
public final class StrikePlan {
    private final List<Strike> all;
    private final SplittableRandom random;
    private final List<Strike> left = new ArrayList<>();

    /**
     * @param all
     *            at least one
     */
    public StrikePlan(List<Strike> all, SplittableRandom random) {
        if (all.isEmpty()) {
            throw new IllegalArgumentException("there is no fault to draw from");
        }
        this.all = List.copyOf(all);
        this.random = random;
    }

    /** The next strike. */
    public Strike next() {
        if (left.isEmpty()) {
            left.addAll(all);
        }
        return left.remove(random.nextInt(left.size()));
    }
}
