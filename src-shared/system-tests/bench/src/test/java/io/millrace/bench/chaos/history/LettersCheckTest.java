package io.millrace.bench.chaos.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.millrace.landing.letters.Letter;
import io.millrace.landing.letters.LetterState;
import io.millrace.landing.letters.RecordPosition;
import io.millrace.landing.letters.RefusalCause;
import io.millrace.landing.letters.RefusedRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LettersCheckTest {
    private static final byte[] VALUE = {3, 4};

    private final SentPoison sent = new SentPoison();
    private final Discrepancies found = new Discrepancies();
    private final List<Letter> letters = new ArrayList<>();

    @BeforeEach
    void aLetterForEachPoisonRecord() {
        for (int offset = 0; offset < 3; offset++) {
            sent.acked(at(offset), "poison-" + offset, VALUE);
            letters.add(letter(offset, LetterState.OPEN));
        }
        sent.inDoubt("poison-7", VALUE);
    }

    @Test
    void oneLetterForEachRecordIsRight() {
        LettersCheck.of(letters, sent, found);

        assertTrue(found.isEmpty(), () -> found.named().toString());
    }

    @Test
    void recordWithoutALetterIsNamed() {
        letters.remove(1);

        assertOnly(Discrepancy.LETTER_LOST, "topic/0/1");
    }

    @Test
    void secondLetterOfARecordIsNamed() {
        letters.add(letters.get(2));

        assertOnly(Discrepancy.LETTER_DUPLICATE, "topic/0/2");
    }

    @Test
    void letterOfARecordThatIsNoPoisonIsNamed() {
        letters.add(letter(9, LetterState.OPEN));

        assertOnly(Discrepancy.LETTER_GHOST, "topic/0/9");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7})
    void letterWithOtherBytesThanItsRecordIsNamed(long offset) {
        letters.removeIf(letter -> letter.source().equals(Optional.of(at(offset))));
        letters.add(letter(offset, LetterState.OPEN, new byte[]{3}));
        LettersCheck.of(letters, sent, found);

        assertEquals(1, found.count(Discrepancy.LETTER_GHOST), () -> found.named().toString());
    }

    @Test
    void letterOfARecordInDoubtMayBeThere() {
        letters.add(letter(7, LetterState.OPEN));
        LettersCheck.of(letters, sent, found);

        assertTrue(found.isEmpty(), () -> found.named().toString());
    }

    @Test
    void letterThatWasRedrivenMustBeResolved() {
        sent.redriven(at(0));
        letters.set(0, letter(0, LetterState.REDRIVEN));
        assertFalse(LettersCheck.areResolved(letters, sent));
        assertOnly(Discrepancy.LETTER_UNRESOLVED, "topic/0/0");

        letters.set(0, letter(0, LetterState.RESOLVED));
        assertTrue(LettersCheck.areResolved(letters, sent));
    }

    @Test
    void recordThatAFaultDeletedMayBeALetterAndNeedNot() {
        sent.lose(at -> at.offset() > 0);
        letters.remove(1);
        LettersCheck.of(letters, sent, found);

        assertTrue(found.isEmpty(), () -> found.named().toString());

        letters.remove(0);
        assertOnly(Discrepancy.LETTER_LOST, "topic/0/0");
    }

    private void assertOnly(Discrepancy kind, String named) {
        LettersCheck.of(letters, sent, found);
        assertEquals(1, found.count(kind), () -> found.named().toString());
        assertEquals(1, found.named().size(), () -> found.named().toString());
        assertTrue(found.named().getFirst().contains(named), found.named()::toString);
    }

    private static RecordPosition at(long offset) {
        return new RecordPosition("topic", 0, offset);
    }

    private static Letter letter(long offset, LetterState state) {
        return letter(offset, state, VALUE.clone());
    }

    private static Letter letter(long offset, LetterState state, byte[] value) {
        return new Letter(at(offset).toString(), state, 0,
                new RefusalCause(Optional.of("undecodable"), Optional.empty(), Optional.empty(), Optional.empty(),
                        Optional.empty()),
                Optional.of(at(offset)), new RecordPosition("letters", 0, offset), 1, 1,
                new RefusedRecord(("poison-" + offset).getBytes(StandardCharsets.UTF_8), value, List.of()),
                Optional.empty());
    }
}
