package io.millrace.landing.letters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Counts the calls that a process makes to Kafka and to tables, and kills it at one of them: before or after its effect. */
final class KilledCalls {
    private final int fatal;
    private final boolean afterEffect;
    private int calls;

    /** The process ends here. */
    static final class KilledException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    interface Call<T> {
        T run();
    }

    /** A run of a process, which is started again when it was killed. */
    interface Scenario {
        /**
         * Runs it in a folder of its own.
         *
         * @return the rows in the end
         */
        List<String> play(Path folder, KilledCalls calls) throws IOException;
    }

    /**
     * Runs a scenario without a kill, and then killed at each of its calls, before and after the effect of the call.
     *
     * @param least
     *            the number of calls that it has at least
     */
    static void assertSameResultWhereverKilled(Path folder, int least, Scenario scenario) throws IOException {
        KilledCalls all = new KilledCalls(-1, false);
        List<String> rows = scenario.play(folder.resolve("whole"), all);
        assertTrue(all.count() >= least, () -> all.count() + " calls");

        for (int fatal = 0; fatal < all.count(); fatal++) {
            for (boolean afterEffect : new boolean[]{false, true}) {
                KilledCalls calls = new KilledCalls(fatal, afterEffect);
                assertEquals(rows, scenario.play(folder.resolve(fatal + "-" + afterEffect), calls),
                        "killed at call " + fatal + (afterEffect ? " after" : " before") + " its effect");
                assertTrue(calls.count() > fatal, "the process was killed");
            }
        }
    }

    /**
     * @param fatal
     *            the number of the fatal call, from 0; negative for none
     */
    KilledCalls(int fatal, boolean afterEffect) {
        this.fatal = fatal;
        this.afterEffect = afterEffect;
    }

    <T> T call(Call<T> call) {
        boolean killed = calls++ == fatal;
        if (killed && !afterEffect) {
            throw new KilledException();
        }
        T result = call.run();
        if (killed) {
            throw new KilledException();
        }
        return result;
    }

    /** Whether the fatal call was made. */
    boolean isOver() {
        return fatal >= 0 && calls > fatal;
    }

    int count() {
        return calls;
    }
}
