package io.millrace.landing.letters;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The state of a dead letter. The order of the constants is the order in which states follow one another. */
public enum LetterState {
    /** Sent to the topic again; the table has not reached that offset yet. */
    REDRIVEN,
    /** The redriven record was merged. */
    RESOLVED,
    /** Refused, and nothing was done since. */
    OPEN,
    /** Set aside by an operator, or refused as often as a letter may be redriven. */
    PARKED;

    /** The state as in the column {@code state}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state with this code; empty without one. */
    public static Optional<LetterState> ofCode(String code) {
        return Stream.of(values()).filter(state -> state.code().equals(code)).findFirst();
    }
}
