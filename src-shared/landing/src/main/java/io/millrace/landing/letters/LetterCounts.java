package io.millrace.landing.letters;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

import io.millrace.table.TableReader;

/**
 * The numbers of the letters in a table of dead letters.
 *
 * @param byState
 *            by state, each of which is there
 * @param openByReason
 *            the open ones by the code of their reason; {@value #NO_REASON} for those without one
 * @param oldestOpenMicros
 *            the earliest time at which an open one was written first, in microseconds since the epoch; empty without one
 */
public record LetterCounts(Map<LetterState, Long> byState, Map<String, Long> openByReason,
        OptionalLong oldestOpenMicros) {
    private static final String NO_REASON = "none";
    private static final Set<String> NEEDED = Set.of(LetterTable.STATE, LetterTable.REASON, LetterTable.FIRST_SEEN);

    /** Counts all letters of a table; without a table, none. */
    public static LetterCounts of(TableReader table) {
        Map<LetterState, Long> byState = new EnumMap<>(LetterState.class);
        for (LetterState state : LetterState.values()) {
            byState.put(state, 0L);
        }
        Map<String, Long> openByReason = new TreeMap<>();
        long[] oldest = {Long.MAX_VALUE};
        table.values(NEEDED, row -> {
            Optional<LetterState> state = row.get(LetterTable.STATE) instanceof String code
                    ? LetterState.ofCode(code)
                    : Optional.empty();
            state.ifPresent(known -> byState.merge(known, 1L, Long::sum));
            if (state.filter(LetterState.OPEN::equals).isPresent()) {
                openByReason.merge(row.get(LetterTable.REASON) instanceof String reason ? reason : NO_REASON, 1L,
                        Long::sum);
                oldest[0] = Math.min(oldest[0], (Long) LetterRows.required(row, LetterTable.FIRST_SEEN));
            }
        });
        return new LetterCounts(byState, openByReason,
                oldest[0] == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(oldest[0]));
    }

    /** The number of open letters. */
    public long open() {
        return byState.getOrDefault(LetterState.OPEN, 0L);
    }
}
