package io.millrace.landing.letters;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Which letters of a stream an operation is for. An empty set or time filters nothing.
 *
 * @param ids
 *            ids of letters
 * @param reasons
 *            codes of reasons
 * @param rules
 *            names of quality rules
 * @param states
 *            states
 * @param since
 *            only letters last seen at this time or later
 * @param until
 *            only letters last seen earlier
 */
public record LetterFilter(Set<String> ids, Set<String> reasons, Set<String> rules, Set<LetterState> states,
        Optional<Instant> since, Optional<Instant> until) {
    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final long NANOS_PER_MICRO = 1_000L;
    /** No letter was seen so long before or after the epoch. */
    private static final long MOST_SECONDS = Long.MAX_VALUE / MICROS_PER_SECOND - 1;

    /** Filters nothing. */
    public static final LetterFilter ALL = new LetterFilter(Set.of(), Set.of(), Set.of(), Set.of(), Optional.empty(),
            Optional.empty());

    public LetterFilter {
        ids = Set.copyOf(ids);
        reasons = Set.copyOf(reasons);
        rules = Set.copyOf(rules);
        states = Set.copyOf(states);
    }

    /** The same filter, for letters of one state. */
    public LetterFilter in(LetterState state) {
        return new LetterFilter(ids, reasons, rules, Set.of(state), since, until);
    }

    /** Whether the operation is for a letter. */
    public boolean has(Letter letter) {
        return has(letter.id(), letter.cause().code(), letter.cause().rule(), letter.state(), letter.lastSeenMicros());
    }

    /**
     * Whether the operation is for the letter of a row.
     *
     * @param row
     *            at least the id, state, reason, rule and the time last seen, by column name
     */
    boolean has(Map<String, @Nullable Object> row) {
        return has((String) LetterRows.required(row, LetterTable.ID),
                Optional.ofNullable((String) row.get(LetterTable.REASON)).orElse(RefusalCause.UNKNOWN),
                Optional.ofNullable((String) row.get(LetterTable.RULE)), LetterRows.state(row),
                (Long) LetterRows.required(row, LetterTable.LAST_SEEN));
    }

    private boolean has(String id, String reason, Optional<String> rule, LetterState state, long lastSeenMicros) {
        return allows(ids, id) && allows(reasons, reason) && allows(states, state)
                && (rules.isEmpty() || rule.filter(rules::contains).isPresent())
                && since.map(from -> lastSeenMicros >= micros(from)).orElse(true)
                && until.map(end -> lastSeenMicros < micros(end)).orElse(true);
    }

    private static <T> boolean allows(Set<T> some, T value) {
        return some.isEmpty() || some.contains(value);
    }

    private static long micros(Instant time) {
        return Math.clamp(time.getEpochSecond(), -MOST_SECONDS, MOST_SECONDS) * MICROS_PER_SECOND
                + time.getNano() / NANOS_PER_MICRO;
    }
}
