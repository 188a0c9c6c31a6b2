package io.millrace.contracts.slo;

/**
 * The target of one objective.
 *
 * @param objective
 *            the share of good ones that is wanted, from {@value #LEAST_OBJECTIVE} to 1
 * @param threshold
 *            the limit that decides whether one is good: seconds or a number; NaN for an objective without one
 */
public record SloTarget(double objective, double threshold) {
    /** The smallest objective: with a lower one, most may miss it. */
    public static final double LEAST_OBJECTIVE = 0.5;

    public SloTarget {
        if (!(objective >= LEAST_OBJECTIVE && objective <= 1)) {
            throw new IllegalArgumentException(
                    "an objective is from " + LEAST_OBJECTIVE + " to 1, not " + objective);
        }
        if (threshold < 0) {
            throw new IllegalArgumentException("a threshold is 0 or more, not " + threshold);
        }
    }
}
