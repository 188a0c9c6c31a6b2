package io.millrace.landing.letters;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

import io.millrace.table.TableReader;

/**
 * The numbers of the letters in a table of dead letters.
 *
 * @param byState
 *            by state, each of which is there
 * @param openByReason
 *            the open ones by the code of their reason; {@value LetterCause#NO_REASON} for those without one
 * @param oldestOpenMicros
 *            the earliest time at which an open one was written first, in microseconds since the epoch; empty without one
 */
public record LetterCounts(Map<LetterState, Long> byState, Map<String, Long> openByReason,
        OptionalLong oldestOpenMicros) {
    /** Counts all letters of a table; without a table, none. */
    public static LetterCounts of(TableReader table) {
        Map<LetterState, Long> byState = new EnumMap<>(LetterState.class);
        for (LetterState state : LetterState.values()) {
            byState.put(state, 0L);
        }
        Map<String, Long> openByReason = new TreeMap<>();
        OptionalLong oldest = OptionalLong.empty();
        for (LetterCause cause : LetterCause.of(table)) {
            byState.merge(cause.state(), cause.letters(), Long::sum);
            if (cause.state() == LetterState.OPEN) {
                openByReason.merge(cause.reason(), cause.letters(), Long::sum);
                oldest = OptionalLong.of(Math.min(cause.firstSeenMicros(), oldest.orElse(Long.MAX_VALUE)));
            }
        }
        return new LetterCounts(byState, openByReason, oldest);
    }

    /** The number of open letters. */
    public long open() {
        return byState.getOrDefault(LetterState.OPEN, 0L);
    }
}
