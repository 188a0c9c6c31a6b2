package io.millrace.batch.operations;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.millrace.landing.letters.LetterFilter;
import io.millrace.landing.letters.LetterState;
import io.millrace.landing.letters.RefusalCause;

/** Reads the values of a request that choose letters. */
final class LetterSelection {
    private LetterSelection() {}

    /** The filter that the parameters of a query describe. */
    static LetterFilter of(OperationsRequest request) {
        return filter(request.values("id"), request.values("reason"), request.values("rule"), request.values("state"),
                request.value("since"), request.value("until"));
    }

    /**
     * The filter that texts describe.
     *
     * @throws RequestRefusedException
     *             when one is illegal
     */
    static LetterFilter filter(Set<String> ids, Set<String> reasons, Set<String> rules, Set<String> states,
            Optional<String> since, Optional<String> until) {
        for (Set<String> values : List.of(ids, reasons, rules)) {
            if (values.stream().anyMatch(String::isBlank)) {
                throw RequestRefusedException.badRequest("id, reason and rule must not be blank");
            }
        }
        if (!RefusalCause.codes().containsAll(reasons)) {
            throw RequestRefusedException
                    .badRequest("reason must be one of " + String.join(", ", RefusalCause.codes()));
        }
        Optional<Instant> from = since.map(text -> time("since", text));
        Optional<Instant> end = until.map(text -> time("until", text));
        if (from.isPresent() && end.isPresent() && !from.get().isBefore(end.get())) {
            throw RequestRefusedException.badRequest("since must be before until");
        }
        return new LetterFilter(ids, reasons, rules,
                states.stream().map(LetterSelection::state).collect(Collectors.toSet()), from, end);
    }

    private static LetterState state(String code) {
        return LetterState.ofCode(code)
                .orElseThrow(() -> RequestRefusedException.badRequest("state must be one of "
                        + Stream.of(LetterState.values()).map(LetterState::code).sorted()
                                .collect(Collectors.joining(", "))));
    }

    private static Instant time(String name, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw RequestRefusedException.badRequest(name + " must be a time such as 2026-03-01T12:00:00Z");
        }
    }

    /** A whole number from 1 to a maximum. */
    static int number(String name, String text, int most) {
        if (text.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        }
        throw RequestRefusedException.badRequest(name + " must be a whole number from 1 to " + most);
    }
}
