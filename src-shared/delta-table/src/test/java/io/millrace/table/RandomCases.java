package io.millrace.table;

/** The number of random cases of a test: a tenth of all, or more when {@code random-percent} asks for it. */
public final class RandomCases {
    private static final int PERCENT = Integer.getInteger("random-percent", 10);

    private RandomCases() {}

    /** The number of cases of this run, at least one. */
    public static int of(int all) {
        return (int) Math.max(1, (long) all * PERCENT / 100);
    }
}
