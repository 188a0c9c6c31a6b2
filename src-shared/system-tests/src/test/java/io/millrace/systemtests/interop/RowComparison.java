package io.millrace.systemtests.interop;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;

/** Compares what two readers found. */
final class RowComparison {
    private static final int SHOWN = 2;

    private RowComparison() {}

    /** Both have the same rows, each as often; else fails and shows the first that differ. */
    static void assertSame(List<String> ours, List<String> theirs) {
        List<String> onlyOurs = minus(ours, theirs);
        List<String> onlyTheirs = minus(theirs, ours);
        if (!onlyOurs.isEmpty() || !onlyTheirs.isEmpty()) {
            fail(onlyOurs.size() + " of " + ours.size() + " rows are only in Millrace's reading, as\n" + start(onlyOurs)
                    + "\nand "
                    + onlyTheirs.size() + " of " + theirs.size() + " theirs alone, as\n" + start(onlyTheirs));
        }
    }

    private static List<String> minus(List<String> rows, List<String> others) {
        List<String> left = new ArrayList<>(rows);
        others.forEach(left::remove);
        return left;
    }

    private static String start(List<String> rows) {
        return String.join("\n", rows.subList(0, Math.min(SHOWN, rows.size())));
    }
}
