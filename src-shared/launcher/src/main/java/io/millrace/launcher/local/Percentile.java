package io.millrace.launcher.local;

import java.util.List;
import java.util.OptionalLong;

/** Percentiles by nearest rank: always one of the values. */
public final class Percentile {
    private static final int HUNDRED = 100;

    private Percentile() {}

    /**
     * The smallest value that at least this percentage of the values does not exceed; empty when there is none.
     *
     * @param percent
     *            1 to 100
     */
    public static OptionalLong of(List<Long> values, int percent) {
        if (values.isEmpty()) {
            return OptionalLong.empty();
        }
        List<Long> sorted = values.stream().sorted().toList();
        return OptionalLong.of(sorted.get(Math.ceilDiv(sorted.size() * percent, HUNDRED) - 1));
    }
}
