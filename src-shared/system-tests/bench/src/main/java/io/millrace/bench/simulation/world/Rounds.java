package io.millrace.bench.simulation.world;

import java.util.SplittableRandom;

import io.millrace.contracts.record.DeadLetterTopic;
import io.millrace.landing.letters.RedriveFailedException;
import io.millrace.table.TableUnavailableException;

/** The rounds of a program. A failure that may be repeated ends a round; the next one repeats it. */
final class Rounds {
    private final SplittableRandom random;
    private int left;

    /** One round. */
    interface Round {
        void run();
    }

    /**
     * @param random
     *            of the program alone
     * @param rounds
     *            their number
     */
    Rounds(SplittableRandom random, int rounds) {
        this.random = random;
        this.left = rounds;
    }

    boolean hasNext() {
        return left > 0;
    }

    /** Runs the next round; returns whether it failed. */
    boolean next(Round round) {
        left--;
        try {
            round.run();
            return false;
        } catch (TableUnavailableException | DeadLetterTopic.DeadLetterFailedException | RedriveFailedException e) {
            return true;
        }
    }

    SplittableRandom random() {
        return random;
    }
}
