package io.millrace.bench.run;

import io.millrace.launcher.local.WrongUseException;

/** Checks the values of options before anything is started. */
public final class Options {
    private Options() {}

    /**
     * Requires a number that is not too small.
     *
     * @throws WrongUseException
     *             when it is less than the least one
     */
    public static void atLeast(long least, String option, long value) {
        require(value >= least, option + " must be " + least + " or more, not " + value + ".");
    }

    /**
     * Requires a condition.
     *
     * @throws WrongUseException
     *             with this text when it does not hold
     */
    public static void require(boolean holds, String text) {
        if (!holds) {
            throw new WrongUseException(text);
        }
    }
}
