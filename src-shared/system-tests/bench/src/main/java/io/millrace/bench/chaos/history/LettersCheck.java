package io.millrace.bench.chaos.history;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.millrace.landing.letters.Letter;
import io.millrace.landing.letters.LetterState;
import io.millrace.landing.letters.RecordPosition;

/** Compares the table of dead letters with the poison records that were sent. */
public final class LettersCheck {
    private LettersCheck() {}

    /** Whether every letter is resolved whose record was redriven. */
    public static boolean areResolved(List<Letter> letters, SentPoison sent) {
        Discrepancies open = new Discrepancies();
        of(letters, sent, open);
        return open.count(Discrepancy.LETTER_UNRESOLVED) == 0;
    }

    /** Compares; the letters are those of all rows. */
    public static void of(List<Letter> letters, SentPoison sent, Discrepancies found) {
        Map<RecordPosition, Letter> bySource = new HashMap<>();
        for (Letter letter : letters) {
            Optional<RecordPosition> source = letter.source();
            if (source.isEmpty() || !sent.mayBecome(source.get(), key(letter), letter.record().value())) {
                found.add(Discrepancy.LETTER_GHOST, "letter " + letter.id() + " (" + letter.cause().reason().orElse("")
                        + ") is of no poison record, or has other bytes");
            } else if (bySource.putIfAbsent(source.get(), letter) != null) {
                found.add(Discrepancy.LETTER_DUPLICATE, "letter " + letter.id() + " is there twice");
            }
        }
        for (RecordPosition at : sent.acked()) {
            if (!bySource.containsKey(at)) {
                found.add(Discrepancy.LETTER_LOST, "the poison record at " + at + " has no letter");
            }
        }
        for (RecordPosition at : sent.redriven()) {
            Letter letter = bySource.get(at);
            if (letter != null && letter.state() != LetterState.RESOLVED) {
                found.add(Discrepancy.LETTER_UNRESOLVED, "letter " + letter.id() + " was redriven and is "
                        + letter.state().code());
            }
        }
    }

    private static String key(Letter letter) {
        byte[] key = letter.record().key();
        return key == null ? "" : new String(key, StandardCharsets.UTF_8);
    }
}
