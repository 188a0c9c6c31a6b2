package io.millrace.landing.letters;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.millrace.table.TableReader;

/**
 * A cause of dead letters, and the letters of one state that it has.
 *
 * @param state
 *            the state of the letters
 * @param reason
 *            the code of the reason, or {@value #NO_REASON}
 * @param rule
 *            the quality rule; empty for other reasons
 * @param letters
 *            their number
 * @param firstSeenMicros
 *            when the first of them was refused first, microseconds since the epoch
 * @param lastSeenMicros
 *            when the last of them was refused, microseconds since the epoch
 */
public record LetterCause(LetterState state, String reason, Optional<String> rule, long letters,
        long firstSeenMicros, long lastSeenMicros) {
    /** The reason of letters whose headers name none. */
    static final String NO_REASON = "none";

    private static final Set<String> NEEDED = Set.of(LetterTable.STATE, LetterTable.REASON, LetterTable.RULE,
            LetterTable.FIRST_SEEN, LetterTable.LAST_SEEN);

    private record Kind(LetterState state, String reason, Optional<String> rule) {}

    /** The causes of all letters in a table, those with the most letters first. Reads some columns of the table. */
    public static List<LetterCause> of(TableReader letters) {
        Map<Kind, long[]> sums = new HashMap<>();
        letters.values(NEEDED, row -> {
            long[] sum = sums.computeIfAbsent(
                    new Kind(LetterRows.state(row),
                            Optional.ofNullable((String) row.get(LetterTable.REASON)).orElse(NO_REASON),
                            Optional.ofNullable((String) row.get(LetterTable.RULE))),
                    kind -> new long[]{0, Long.MAX_VALUE, Long.MIN_VALUE});
            sum[0]++;
            sum[1] = Math.min(sum[1], (Long) LetterRows.required(row, LetterTable.FIRST_SEEN));
            sum[2] = Math.max(sum[2], (Long) LetterRows.required(row, LetterTable.LAST_SEEN));
        });
        return sums.entrySet().stream()
                .map(entry -> new LetterCause(entry.getKey().state(), entry.getKey().reason(), entry.getKey().rule(),
                        entry.getValue()[0], entry.getValue()[1], entry.getValue()[2]))
                .sorted(Comparator.comparingLong(LetterCause::letters).reversed()
                        .thenComparing(LetterCause::state).thenComparing(LetterCause::reason))
                .toList();
    }
}
